/** Borrows connections: for one statement, or for a transaction that is all or nothing. */
import { StoreError } from "../../ports/store.ts";
import type { Sql } from "../sql/tables.ts";
import type { Connection, Pool } from "./connection.ts";
import { InDoubt, isLost } from "./postgres-error.ts";

/** For one statement, which is its own transaction. */
export async function withConnection<T>(pool: Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let usable = false;
  try {
    const value = await work(connection);
    usable = true;
    return value;
  } catch (error) {
    usable = !isLost(error);
    throw error;
  } finally {
    connection.release(!usable);
  }
}

export async function inTransaction<T>(pool: Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  return withConnection(pool, async (connection) => {
    await connection.query("BEGIN ISOLATION LEVEL READ COMMITTED");
    let value: T;
    try {
      value = await work(connection.sql);
    } catch (error) {
      if (!isLost(error)) await connection.query("ROLLBACK");
      throw error;
    }
    await commit(connection);
    return value;
  });
}

async function commit(connection: Connection): Promise<void> {
  const { command } = await connection.query("COMMIT").catch((error: unknown) => {
    throw isLost(error) ? new InDoubt("the commit was not answered", { cause: error }) : error;
  });
  // An aborted transaction answers COMMIT with a rollback and no error.
  if (command === "ROLLBACK") throw new StoreError("unavailable", "the database took the change back");
}
