import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Runs a program of docs/openai.md against a server, as a reader would; answers what it printed. */
export async function runProgram(file: string, env: Readonly<Record<string, string>>): Promise<string> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [path], {
    env: { PATH: process.env["PATH"], ...env },
    timeout: 30_000,
  });
  return stdout;
}
