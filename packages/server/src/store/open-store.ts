/** Opens the store that the configuration names. */
import { join } from "node:path";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { ensureDataDir } from "./data-dir.ts";
import { databaseLabel } from "./postgres/database-label.ts";
import { openSqliteStore } from "./sqlite-store.ts";

export interface StoreChoice {
  readonly dataDir: string;
  /** PostgreSQL; without it SQLite in the data folder. */
  readonly databaseUrl?: string;
}

export async function openStore({ dataDir, databaseUrl, log }: StoreChoice & { readonly log: Log }): Promise<Store> {
  if (databaseUrl === undefined) return openSqliteStore({ dataDir, log });
  // The first key and what else belongs to this machine stay there.
  ensureDataDir(dataDir);
  // Loaded only here: the embedded store needs neither `pg` nor, in this thread, kysely.
  const { openPostgresStore } = await import("./postgres-store.ts");
  return openPostgresStore({ url: databaseUrl, log });
}

/** Where the data are, for people: never with a user or a password. */
export function describeStorePlace({ dataDir, databaseUrl }: StoreChoice): string {
  return databaseUrl === undefined ? join(dataDir, "repartee.db") : databaseLabel(databaseUrl);
}
