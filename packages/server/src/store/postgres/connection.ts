/** The slice of a PostgreSQL client that the store needs. */
import type { Sql } from "../sql/tables.ts";

/** One connection in the hands of one caller. */
export interface Connection {
  query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
  /** The shared queries over this connection. */
  readonly sql: Sql;
  /** Back into the pool, or closed where it can no longer be trusted. */
  release(close: boolean): void;
}

export interface QueryResult {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface Pool {
  connect(): Promise<Connection>;
  /** One more connection, without a limit of time, for migrations. */
  connectPatiently(): Promise<Connection>;
  close(): Promise<void>;
}
