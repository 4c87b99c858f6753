/** A bounded pool of connections, and the only place that loads `pg`. */
import { setTimeout as delay } from "node:timers/promises";
import type { PoolClient, PoolConfig } from "pg";
import type { Connection, Pool, QueryResult } from "./connection.ts";
import { numericTypes, openKysely, storable } from "./dialect.ts";

/** Connections that one process keeps at most. */
const poolSize = 10;
const connectTimeoutMs = 5_000;
// A server that has gone without a word is given up on after this; its connection is closed.
const patience = { queryTimeoutMs: 15_000 };
const idleTimeoutMs = 60_000;
const closeTimeoutMs = 2_000;

export async function openPool(url: string, { queryTimeoutMs } = patience): Promise<Pool> {
  const { default: pg } = await import("pg");
  const config: PoolConfig = {
    connectionString: url,
    application_name: "repartee",
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: { getTypeParser: numericTypes(pg.types) },
  };
  const pool = new pg.Pool({
    ...config,
    max: poolSize,
    query_timeout: queryTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
  });
  // A connection that dies tells its query, or fails the next one; without a listener it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const known = new WeakMap<PoolClient, Connection>();
  return {
    async connect() {
      const client = await pool.connect();
      const connection = known.get(client) ?? toConnection(client, (close) => client.release(close));
      known.set(client, connection);
      return connection;
    },
    async connectPatiently() {
      const client = new pg.Client(config);
      client.on("error", () => {});
      await client.connect();
      return toConnection(client, () => void client.end().catch(() => {})); // it is gone already
    },
    async close() {
      // A server that does not answer would keep the farewell waiting.
      await Promise.race([pool.end(), delay(closeTimeoutMs, undefined, { ref: false })]);
    },
  };
}

type Queryable = Pick<PoolClient, "query">;

function toConnection(client: Queryable, release: (close: boolean) => void): Connection {
  const query: Connection["query"] = async (text, values): Promise<QueryResult> =>
    client.query<Readonly<Record<string, unknown>>>(text, values?.map(storable));
  return { query, sql: openKysely(query), release };
}
