import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { availableParallelism } from "node:os";

/** A process of the benchmark, and the lines that it prints. */
export interface Program extends AsyncDisposable {
  readonly child: ChildProcess;
  /** The next line on its standard output; throws where it ends before. */
  line(): Promise<string>;
}

export interface ProgramOptions {
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The cores that it may use, as `taskset` names them; undefined: all. */
  readonly cores?: string | undefined;
  readonly input?: string;
}

/** Linux's way to keep a process on some cores; other systems have none. */
const pin = "taskset";

/** Where the server has a core of its own and the others share the rest, where this machine can do that. */
export const cores: { readonly server: string; readonly others: string } | undefined =
  availableParallelism() > 1 && spawnSync(pin, ["--version"]).status === 0
    ? { server: "0", others: `1-${availableParallelism() - 1}` }
    : undefined;

/** Starts a script of this repository as a process of its own; dispose it to end it. */
export function startProgram(script: string, options: ProgramOptions = {}): Program {
  const path = new URL(`../../${script}`, import.meta.url).pathname;
  const command = [
    process.execPath,
    "--conditions=repartee",
    ...(options.nodeArgs ?? []),
    path,
    ...(options.args ?? []),
  ];
  const pinned = options.cores === undefined ? command : [pin, "-c", options.cores, ...command];
  const child = spawn(pinned[0] ?? "", pinned.slice(1), {
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "inherit", "ipc"],
  });
  const exit = once(child, "exit");
  if (options.input !== undefined) child.stdin?.end(options.input);
  const lines = readLines(child, script);
  return {
    child,
    line: async () => {
      const next = await lines.next();
      if (next.done === true) throw new Error(`${script} ended before it said what was expected`);
      return next.value;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

function readLines(child: ChildProcess, script: string): AsyncIterator<string> {
  if (child.stdout === null) throw new Error(`${script} has no standard output`);
  const lines: Interface = createInterface({ input: child.stdout });
  return lines[Symbol.asyncIterator]();
}

/** The address in the line `… listening on URL`, which each server prints first. */
export async function addressOf(program: Program): Promise<string> {
  for (;;) {
    const address = /listening on (\S+)/.exec(await program.line())?.[1];
    if (address !== undefined) return address;
  }
}
