import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { type Migration, readMigrations } from "../sql/migration-files.ts";
import { createTemporaryDir } from "../testing/temporary-dir.ts";
import { migrate } from "./migrate.ts";

const migration = (version: number, sql: string): Migration => ({ version, name: `000${version}-x.sql`, sql });
const first = migration(1, "CREATE TABLE one (a TEXT); INSERT INTO one VALUES ('kept')");
const second = migration(2, "CREATE TABLE two (b TEXT)");
const tables = (database: DatabaseSync): unknown[] =>
  database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map((row) => row["name"]);

describe("migrations", () => {
  test("S26 each is applied once, in order, and keeps what is stored", () => {
    const database = new DatabaseSync(":memory:");
    expect(migrate(database, [first])).toEqual({ from: 0, to: 1 });
    expect(migrate(database, [first, second])).toEqual({ from: 1, to: 2 });
    expect(migrate(database, [first, second])).toEqual({ from: 2, to: 2 });
    expect(tables(database)).toEqual(["one", "schema_migration", "two"]);
    expect(database.prepare("SELECT a FROM one").all().length).toBe(1);
  });

  test("S26 one that fails leaves the database as it was", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, [first]);
    const broken = migration(3, "CREATE TABLE three (c TEXT); INSERT INTO nowhere VALUES (1)");
    expect(() => migrate(database, [first, second, broken])).toThrow("nowhere");
    expect(tables(database)).toEqual(["one", "schema_migration"]);
    expect(migrate(database, [first, second])).toEqual({ from: 1, to: 2 });
  });

  test("S27 a database that is newer than the program is refused, untouched", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database, [first, second]);
    expect(() => migrate(database, [first])).toThrow(
      "the database has schema 2 and this repartee knows 1: it was written by a newer version; " +
        "start that one, or choose another folder with REPARTEE_DATA_DIR",
    );
    expect(tables(database)).toEqual(["one", "schema_migration", "two"]);
  });

  test("the files of a folder are taken in the order of their numbers, without gaps", () => {
    using dir = createTemporaryDir();
    const folder = pathToFileURL(`${dir.path}/`);
    expect(() => readMigrations(folder)).toThrow("there are no migrations");
    for (const name of ["0002-b.sql", "0001-a.sql", "notes.md"]) writeFileSync(join(dir.path, name), `-- ${name}`);
    mkdirSync(join(dir.path, "old"));
    expect(readMigrations(folder).map(({ version, name, sql }) => [version, name, sql])).toEqual([
      [1, "0001-a.sql", "-- 0001-a.sql"],
      [2, "0002-b.sql", "-- 0002-b.sql"],
    ]);
    writeFileSync(join(dir.path, "0004-d.sql"), "");
    expect(() => readMigrations(folder)).toThrow("migration 0004-d.sql should have number 3");
  });
});
