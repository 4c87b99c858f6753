/** Brings a database to the program's schema: numbered files, forward only, all in one transaction. */
import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../ports/store.ts";
import type { Migration } from "../sql/migration-files.ts";

/** The versions before and after. A database that is newer than the program is refused, untouched. */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): { from: number; to: number } {
  database.exec("BEGIN IMMEDIATE");
  try {
    const from = currentVersion(database);
    const to = migrations.length;
    if (from > to) throw tooNew(from, to);
    const record = database.prepare("INSERT INTO schema_migration (version, name) VALUES (?, ?)");
    for (const { version, name, sql } of migrations.slice(from)) {
      database.exec(sql);
      record.run(version, name);
    }
    database.exec("COMMIT");
    return { from, to };
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function currentVersion(database: DatabaseSync): number {
  database.exec(
    "CREATE TABLE IF NOT EXISTS schema_migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, " +
      "applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT",
  );
  const row = database.prepare("SELECT coalesce(max(version), 0) AS version FROM schema_migration").get();
  return Number(row?.["version"]);
}

function tooNew(found: number, known: number): StoreError {
  return new StoreError(
    "unavailable",
    `the database has schema ${found} and this repartee knows ${known}: it was written by a newer version; ` +
      "start that one, or choose another folder with REPARTEE_DATA_DIR",
  );
}
