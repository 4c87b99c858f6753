import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../../packages/server/src/main.ts", import.meta.url));

export interface Folder extends Disposable {
  readonly path: string;
  /** Puts a file into it; answers its path. */
  write(name: string, text: string): string;
}

/** A folder of its own for one test, gone at the end of its scope. */
export function createFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "repartee-e2e-"));
  return {
    path,
    write(name, text) {
      writeFileSync(join(path, name), text);
      return join(path, name);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

export interface CommandResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand extends AsyncDisposable {
  readonly pid: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves with the first line of standard output; rejects if the process ends before it. */
  readonly firstLine: Promise<string>;
  readonly result: Promise<CommandResult>;
  signal(name: NodeJS.Signals): void;
  /** Nobody reads its standard output any more. */
  hangUp(): void;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real command, in an environment that knows nothing of the one who runs the test. */
export function runCommand(args: readonly string[], { cwd, env = {} }: CommandOptions): RunningCommand {
  const child = spawn(process.execPath, ["--conditions=repartee", main, ...args], {
    cwd,
    // What runs on this machine beside the test must not matter.
    env: { PATH: process.env["PATH"], HOME: cwd, REPARTEE_DETECT: "off", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const first = Promise.withResolvers<string>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    const end = stdout.indexOf("\n");
    if (end !== -1) first.resolve(stdout.slice(0, end));
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const result = once(child, "close").then(() => {
    first.reject(new Error(`it ended with ${child.exitCode ?? child.signalCode} before its first line: ${stderr}`));
    return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
  });
  // Whoever needs the line awaits it; for the others its absence is no failure.
  first.promise.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    firstLine: first.promise,
    result,
    signal: (name) => void child.kill(name),
    hangUp: () => void child.stdout.destroy(),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await result;
    },
  };
}
