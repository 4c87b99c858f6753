/** The embedded store: SQLite in a thread of its own, one file in the data folder, one process at a time. */
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { openSqliteClient } from "./sqlite/client.ts";
import { createSqlStore } from "./sql/sql-store.ts";

export interface SqliteStoreOptions {
  readonly dataDir: string;
  readonly log: Log;
}

export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const client = await openSqliteClient(options);
  return createSqlStore(client.call, () => client.close());
}
