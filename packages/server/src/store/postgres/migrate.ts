/** Brings a database to the program's schema; of several servers that start at once, one does and the others wait. */
import { StoreError } from "../../ports/store.ts";
import type { Migration } from "../sql/migration-files.ts";
import type { Connection } from "./connection.ts";

/** "repartee" in ASCII: advisory locks are numbers, shared by all who use the database. */
const lock = 0x7265706172746565n;

/** The versions before and after, all in one transaction. A database that is newer than the program is refused, untouched. */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<{ readonly from: number; readonly to: number }> {
  await connection.query("BEGIN");
  try {
    // A large table may take its time; another server that is at it for longer than this is stuck.
    await connection.query("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'");
    await connection.query("SELECT pg_advisory_xact_lock($1)", [lock.toString()]);
    await assertUnicode(connection);
    const from = await currentVersion(connection);
    const to = migrations.length;
    if (from > to) throw tooNew(from, to);
    for (const { version, name, sql } of migrations.slice(from)) {
      await connection.query(sql);
      await connection.query("INSERT INTO schema_migration (version, name) VALUES ($1, $2)", [version, name]);
    }
    await connection.query("COMMIT");
    return { from, to };
  } catch (error) {
    await connection.query("ROLLBACK").catch(() => {}); // the connection may be gone; then the server does it
    throw error;
  }
}

async function assertUnicode(connection: Connection): Promise<void> {
  const { rows } = await connection.query("SHOW server_encoding");
  const encoding = String(rows[0]?.["server_encoding"]);
  if (encoding === "UTF8") return;
  throw new StoreError(
    "unavailable",
    `the database has the encoding ${encoding}, which cannot hold every character; create one with ENCODING 'UTF8'`,
  );
}

async function currentVersion(connection: Connection): Promise<number> {
  // Asked first, because a user who may not create tables may still use those that are there.
  const { rows: found } = await connection.query("SELECT to_regclass('schema_migration') IS NOT NULL AS found");
  if (found[0]?.["found"] !== true) {
    await connection.query(
      "CREATE TABLE schema_migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, " +
        "applied_at TIMESTAMPTZ NOT NULL DEFAULT now())",
    );
  }
  const { rows } = await connection.query("SELECT coalesce(max(version), 0) AS version FROM schema_migration");
  return Number(rows[0]?.["version"]);
}

function tooNew(found: number, known: number): StoreError {
  return new StoreError(
    "unavailable",
    `the database has schema ${found} and this repartee knows ${known}: it was written by a newer version; ` +
      "start that one, or name another database in REPARTEE_DATABASE_URL",
  );
}
