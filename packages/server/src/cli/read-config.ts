import { readFileSync } from "node:fs";
import { readConfig, type Config, type ConfigFlags } from "../config/config.ts";
import { CommandError, type Io } from "./command.ts";

/** The configuration that holds here, found the same way by every command; every problem of it is told at once. */
export function readConfigOf(flags: ConfigFlags, io: Io): Config {
  const result = readConfig({ flags, env: io.env, cwd: io.cwd, readFile: readIfThere });
  if (result.ok) return result.config;
  const [first, ...rest] = result.problems;
  throw new CommandError(
    rest.length === 0
      ? String(first)
      : `the configuration has ${result.problems.length} problems:\n  ${result.problems.join("\n  ")}`,
    3,
  );
}

/** The text of a file; undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}
