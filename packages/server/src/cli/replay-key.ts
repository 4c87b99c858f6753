import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../config/config.ts";
import { LOCAL_KEY_FILE } from "../http/local-key.ts";
import { CommandError, textOf, type Arguments, type Io } from "./command.ts";

/** The key that this user's server takes: from `REPARTEE_API_KEY`, else from the data folder, found as `start` finds it. */
export function findApiKey(args: Arguments, io: Io): string {
  const given = io.env["REPARTEE_API_KEY"];
  if (given !== undefined && given !== "") return given;
  const path = join(findDataDir(args, io), LOCAL_KEY_FILE);
  const text = readIfThere(path);
  if (text !== undefined) return text.trim();
  throw new CommandError(
    `there is no key: ${path} is made by the first repartee start; set REPARTEE_API_KEY for a server elsewhere`,
  );
}

function findDataDir(args: Arguments, io: Io): string {
  const flags = { dataDir: textOf(args, "data-dir") };
  const result = readConfig({ flags, env: io.env, cwd: io.cwd, readFile: readIfThere });
  if (result.ok) return result.config.dataDir;
  throw new CommandError(result.problems.join("\n  "), 3);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}
