import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll } from "vitest";
import type { Store } from "../ports/store.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { createLogList } from "./testing/log-list.ts";
import { describeStore } from "./testing/store-contract.ts";
import { createTemporaryDir } from "./testing/temporary-dir.ts";

// Opening takes a fifth of a second, so the tests share one store and empty it behind its back.
const dir = createTemporaryDir();
let current: Store | undefined;

async function openCurrent(): Promise<Store> {
  current ??= await openSqliteStore({ dataDir: dir.path, log: createLogList() });
  return current;
}

async function closeCurrent(): Promise<void> {
  await current?.[Symbol.asyncDispose]();
  current = undefined;
}

async function emptyCurrent(): Promise<void> {
  const usable = await current?.check().then(
    () => true,
    () => false,
  );
  if (usable !== true) await closeCurrent();
  const database = new DatabaseSync(join(dir.path, "repartee.db"));
  for (const table of ["persona", "conversation", "api_key"]) database.exec(`DELETE FROM ${table}`);
  database.close();
}

afterAll(async () => {
  await closeCurrent();
  dir[Symbol.dispose]();
});

describeStore("sqlite", {
  durable: true,
  open: async () => ({
    store: await openCurrent(),
    async reopen() {
      await closeCurrent();
      return openCurrent();
    },
    [Symbol.asyncDispose]: emptyCurrent,
  }),
});
