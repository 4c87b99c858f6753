/** Runs a script beside this file as a process of its own and reads what it prints, line by line. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface ProcessLines extends AsyncDisposable {
  readonly pid: number;
  readonly lines: AsyncIterator<string>;
  /** Ends its input and waits for it. */
  readonly finish: () => Promise<void>;
  /** kill -9. */
  readonly kill: () => Promise<void>;
}

export function startProcess(script: string, args: readonly string[]): ProcessLines {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    ["--conditions=repartee", file, ...args],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  child.stdin.on("error", () => {}); // it may be gone before its input ends
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const finish = async (): Promise<void> => {
    child.stdin.end();
    await exited;
  };
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  return { pid: child.pid ?? 0, lines, finish, kill, [Symbol.asyncDispose]: kill };
}
