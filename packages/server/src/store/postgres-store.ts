/** The store of a team: PostgreSQL, which several servers may share, one owner to each conversation. */
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { PostgresClient } from "./postgres/client.ts";
import { databaseLabel } from "./postgres/database-label.ts";
import { migrate } from "./postgres/migrate.ts";
import { openPool } from "./postgres/pool.ts";
import { toStoreError } from "./postgres/postgres-error.ts";
import { readMigrations } from "./sql/migration-files.ts";
import { createSqlStore } from "./sql/sql-store.ts";

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database?sslmode=…` */
  readonly url: string;
  readonly log: Log;
}

/** Resolves once the database is reached, migrated and written to; rejects with why it is not. */
export async function openPostgresStore({ url, log }: PostgresStoreOptions): Promise<Store> {
  const where = databaseLabel(url);
  const pool = await openPool(url);
  try {
    const migrating = await pool.connectPatiently();
    try {
      const { from, to } = await migrate(migrating, readMigrations(new URL("./migrations/postgres/", import.meta.url)));
      if (from !== to) log.info("the database was migrated", { database: where, from, to });
    } finally {
      migrating.release(true);
    }
    const client = new PostgresClient({ pool, log, where });
    const store = createSqlStore(client.call, () => client.close());
    await store.check();
    return store;
  } catch (error) {
    await pool.close();
    throw toStoreError(error, where);
  }
}
