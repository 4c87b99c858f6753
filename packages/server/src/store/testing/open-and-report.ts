/** A process of its own that opens the store, says how it went on one line, and keeps it until its input ends. */
import { setegid, seteuid } from "node:process";
import { StoreError } from "../../ports/store.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import { createLogList } from "./log-list.ts";

const dataDir = process.argv[2] ?? "";
// Root writes everywhere, so a test of permissions has to stop being root.
if (process.argv[3] === "as-nobody" && process.getuid?.() === 0) {
  setegid?.(65_534);
  seteuid?.(65_534);
}

try {
  await using store = await openSqliteStore({ dataDir, log: createLogList() });
  await store.check();
  process.stdout.write("open\n");
  for await (const _chunk of process.stdin);
} catch (error) {
  process.stdout.write(error instanceof StoreError ? `${error.code}: ${error.message}\n` : `${String(error)}\n`);
}
