import { afterAll, beforeEach, expect, test } from "vitest";
import { openPostgresStore } from "../postgres-store.ts";
import type { Migration } from "../sql/migration-files.ts";
import { createLogList } from "../testing/log-list.ts";
import { describePostgres } from "../testing/postgres-server.ts";
import { migrate } from "./migrate.ts";
import { openPool } from "./pool.ts";

const migration = (version: number, sql: string): Migration => ({ version, name: `000${version}-x.sql`, sql });
const first = migration(1, "CREATE TABLE one (a TEXT); INSERT INTO one VALUES ('kept')");
const second = migration(2, "CREATE TABLE two (b TEXT)");

describePostgres("PostgreSQL: migrations", (database) => {
  const { url, query } = database;
  const role = `${database.name}_guest`;
  const tables = async (): Promise<unknown[]> =>
    (await query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).map(
      (row) => row["tablename"],
    );

  async function run(migrations: readonly Migration[]): Promise<{ readonly from: number; readonly to: number }> {
    const pool = await openPool(url);
    const connection = await pool.connectPatiently();
    try {
      return await migrate(connection, migrations);
    } finally {
      connection.release(true);
      await pool.close();
    }
  }

  beforeEach(() => query("DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
  afterAll(() => query(`DROP OWNED BY ${role}; DROP ROLE ${role}`).catch(() => {})); // made by one test only

  test("S26 each is applied once, in order, and keeps what is stored", async () => {
    expect(await run([first])).toEqual({ from: 0, to: 1 });
    expect(await run([first, second])).toEqual({ from: 1, to: 2 });
    expect(await run([first, second])).toEqual({ from: 2, to: 2 });
    expect(await tables()).toEqual(["one", "schema_migration", "two"]);
    expect(await query("SELECT a FROM one")).toEqual([{ a: "kept" }]);
    expect(await query("SELECT version, name FROM schema_migration ORDER BY 1")).toEqual([
      { version: 1, name: "0001-x.sql" },
      { version: 2, name: "0002-x.sql" },
    ]);
  });

  test("S26 one that fails leaves the database as it was", async () => {
    await run([first]);
    const broken = migration(3, "CREATE TABLE three (c TEXT); INSERT INTO nowhere VALUES (1)");
    await expect(run([first, second, broken])).rejects.toThrow("nowhere");
    expect(await tables()).toEqual(["one", "schema_migration"]);
    expect(await run([first, second])).toEqual({ from: 1, to: 2 });
  });

  test("S27 a database that is newer than the program is refused, untouched", async () => {
    await run([first, second]);
    await expect(run([first])).rejects.toThrow(
      "the database has schema 2 and this repartee knows 1: it was written by a newer version; " +
        "start that one, or name another database in REPARTEE_DATABASE_URL",
    );
    expect(await tables()).toEqual(["one", "schema_migration", "two"]);
  });

  test("S38 of several servers that start at once one migrates and the others wait for it", async () => {
    const slow = migration(1, "CREATE TABLE one (a TEXT); SELECT pg_sleep(0.2)");
    const runs = await Promise.all(Array.from({ length: 5 }, () => run([slow, second])));
    expect(runs.map(({ from }) => from).toSorted((a, b) => a - b)).toEqual([0, 2, 2, 2, 2]);
    const logs = Array.from({ length: 3 }, createLogList);
    await query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    const stores = await Promise.all(logs.map((log) => openPostgresStore({ url, log })));
    await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
    expect(logs.flatMap(({ lines }) => lines.map(({ message }) => message))).toEqual(["the database was migrated"]);
  });

  test("S38 a user who may not create tables starts where they are there already, and is told where they are not", async () => {
    await query(
      `CREATE ROLE ${role} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC`,
    );
    const guest = new URL(url);
    guest.username = role;
    guest.password = "hunter2";
    const open = () => openPostgresStore({ url: guest.href, log: createLogList() });
    await expect(open()).rejects.toMatchObject({
      code: "read-only",
      message:
        `PostgreSQL ${guest.hostname}:${guest.port || "5432"}/${database.name}: permission denied for schema public; ` +
        "grant its user the right to create and write tables in the schema",
    });
    await (await openPostgresStore({ url, log: createLogList() }))[Symbol.asyncDispose]();
    await query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`);
    await (await open())[Symbol.asyncDispose]();
  });

  test("S38 a database that cannot hold every character is refused", async () => {
    const name = `${database.name}_latin`;
    await query(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    const latin = new URL(url);
    latin.pathname = `/${name}`;
    try {
      await expect(openPostgresStore({ url: latin.href, log: createLogList() })).rejects.toThrow(
        "the database has the encoding LATIN1, which cannot hold every character; create one with ENCODING 'UTF8'",
      );
    } finally {
      await query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
});
