import type { ParseArgsOptionsConfig } from "node:util";
import type { Terminal } from "../ports/terminal.ts";

/** What a command may touch of the world. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Standard input; absent where nothing can come in. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Absent where standard input or standard output is no terminal. */
  readonly terminal?: Terminal | undefined;
  /** Cells in a row of the terminal that standard error is; absent where it is none. */
  readonly stderrColumns?: number | undefined;
  /** Aborted when the user or the system asks to stop. */
  readonly signal: AbortSignal;
}

/** Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 invalid configuration, 5 the port is in use. */
export type ExitCode = 0 | 1 | 2 | 3 | 5;

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Lines of help: the usage first, then examples. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  run(args: Arguments, io: Io): Promise<ExitCode>;
}

export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/** What the user can mend; printed as one line and a hint, never with a stack. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = 1, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** A flag that takes a value. */
export function textOf(args: Arguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === "string" ? value : undefined;
}

/** A flag that takes a whole number. */
export function numberOf(args: Arguments, name: string, least = 0): number | undefined {
  const value = textOf(args, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least) {
    throw new CommandError(`--${name}: expected a whole number from ${least}, got ${JSON.stringify(value)}`, 2);
  }
  return number;
}
