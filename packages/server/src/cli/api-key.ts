import { join } from "node:path";
import { LOCAL_KEY_FILE } from "../http/local-key.ts";
import { CommandError, textOf, type Arguments, type Io } from "./command.ts";
import { readConfigOf, readIfThere } from "./read-config.ts";

/** The key that this user's server takes: from `REPARTEE_API_KEY`, else from the data folder, found as `start` finds it. */
export function findApiKey(args: Arguments, io: Io): string {
  const given = io.env["REPARTEE_API_KEY"];
  if (given !== undefined && given !== "") return given;
  const path = join(readConfigOf({ dataDir: textOf(args, "data-dir") }, io).dataDir, LOCAL_KEY_FILE);
  const text = readIfThere(path);
  if (text !== undefined) return text.trim();
  throw new CommandError(
    `there is no key: ${path} is made by the first repartee start; set REPARTEE_API_KEY for a server elsewhere`,
  );
}
