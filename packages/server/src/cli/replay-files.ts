import { readFile, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { readSource, type ReplaySource, type SourceOptions } from "../replay/source-file.ts";
import { SpokenFileError } from "../replay/spoken-file.ts";
import { CommandError } from "./command.ts";

/** Larger files are no collection of calls that someone would wait for. */
const mostFileBytes = 256 * 1024 * 1024;

/** Reads what is to be played; what is wrong with a file names it. */
export async function readSources(
  files: readonly string[],
  cwd: string,
  options: SourceOptions,
): Promise<readonly ReplaySource[]> {
  if (files.length === 0) {
    throw new CommandError("name a FILE of recorded calls, or a trace; see: repartee replay --help", 2);
  }
  const sources: ReplaySource[] = [];
  for (const file of files) {
    const text = await readText(resolve(cwd, file));
    try {
      sources.push(readSource(file, text, options));
    } catch (cause) {
      if (cause instanceof SpokenFileError) throw new CommandError(`${file}: ${cause.message}`, 1, { cause });
      throw cause;
    }
  }
  return sources;
}

async function readText(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > mostFileBytes) throw new Error(`it is larger than ${mostFileBytes} bytes`);
    return await readFile(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${path} cannot be read: ${why}`, 1, { cause });
  }
}

/** Before the calls are played, which may take minutes: that there is a folder for what is written after them. */
export async function expectFolder(flag: string, file: string | undefined, cwd: string): Promise<void> {
  if (file === undefined || file === "-") return;
  const folder = dirname(resolve(cwd, file));
  const there = await stat(folder).catch(() => undefined);
  if (there?.isDirectory() !== true) throw new CommandError(`${flag}: there is no folder ${folder}`, 2);
}

export async function writeText(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${path} cannot be written: ${why}`, 1, { cause });
  }
}

/** Where each call's trace goes: one call to the file itself, more to files beside it that are named after the calls. */
export function tracePaths(file: string, callIds: readonly string[]): readonly string[] {
  if (callIds.length === 1) return [file];
  const stem = file.replace(/\.ndjson$/, "");
  const seen = new Map<string, number>();
  return callIds.map((id) => {
    const name = id.replaceAll(/[^\w.-]+/g, "_");
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `${stem}-${name}${count === 1 ? "" : `-${count}`}.ndjson`;
  });
}
