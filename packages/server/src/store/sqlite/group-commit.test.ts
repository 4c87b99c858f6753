import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { type Connection, commitTogether } from "./group-commit.ts";
import { toStoreError } from "./sqlite-error.ts";

interface Recorded extends Connection {
  readonly statements: string[];
}

/** A real database in memory that remembers its transactions and may fail at one of them. */
function openRecorded(
  fail: (sql: string, times: number) => Error | undefined = () => undefined,
): Recorded & { database: DatabaseSync } {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE word (text TEXT UNIQUE)");
  const statements: string[] = [];
  return {
    database,
    statements,
    exec(sql) {
      statements.push(sql);
      const error = fail(sql, statements.filter((said) => said === sql).length);
      if (error !== undefined) throw error;
      database.exec(sql);
    },
    get isTransaction() {
      return database.isTransaction;
    },
  };
}

const sqliteError = (errcode: number): Error => Object.assign(new Error("made to fail"), { errcode });
const words = (database: DatabaseSync): unknown[] =>
  database
    .prepare("SELECT text FROM word ORDER BY rowid")
    .all()
    .map((row) => row["text"]);

/** Stores a word; `?` fails after having stored one. */
const storeIn = (database: DatabaseSync) => async (text: string) => {
  database.prepare("INSERT INTO word VALUES (?)").run(text);
  if (text.startsWith("?")) throw new Error(text);
  return text.length;
};

describe("group commit", () => {
  test("S16 a group is one transaction, with outcomes in the order of the requests", async () => {
    const connection = openRecorded();
    const run = { connection, perform: storeIn(connection.database) };
    const outcomes = await commitTogether(["a", "bb", "ccc"], run);
    expect(outcomes).toEqual([1, 2, 3].map((value) => ({ ok: true, value })));
    expect(connection.statements.filter((sql) => sql === "COMMIT")).toEqual(["COMMIT"]);
    expect(words(connection.database)).toEqual(["a", "bb", "ccc"]);
  });

  test("S16 a request that fails takes back what it did and nothing else", async () => {
    const connection = openRecorded();
    const run = { connection, perform: storeIn(connection.database) };
    const outcomes = await commitTogether(["a", "?", "a", "b"], run);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, false, true]);
    expect(words(connection.database)).toEqual(["a", "b"]);
  });

  test("S24 when a commit fails, each request is tried by itself and only the guilty one is refused", async () => {
    const connection = openRecorded((sql, times) => (sql === "COMMIT" && times === 1 ? sqliteError(13) : undefined));
    const run = { connection, perform: storeIn(connection.database) };
    const outcomes = await commitTogether(["a", "?", "b"], run);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(words(connection.database)).toEqual(["a", "b"]);
  });

  test("S24 on a full disk the requests that fit are stored and the others fail as full, changing nothing", async () => {
    const { database } = openRecorded();
    database.exec("PRAGMA max_page_count = 12");
    const group = ["x".repeat(8_000), "small", "y".repeat(90_000), "z".repeat(90_000), "tiny"];
    const outcomes = await commitTogether(group, { connection: database, perform: storeIn(database) });
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, false, true]);
    expect(words(database).map((text) => String(text).length)).toEqual([8_000, 5, 4]);
    const codes = outcomes.flatMap((outcome) => (outcome.ok ? [] : [toStoreError(outcome.error, "db").code]));
    expect(codes).toEqual(["full", "full"]);
  });

  test("S25 after a failed fsync it gives up, with nothing left open", async () => {
    const connection = openRecorded((sql) => (sql === "COMMIT" ? sqliteError(1034) : undefined));
    const run = { connection, perform: storeIn(connection.database) };
    await expect(commitTogether(["a", "b"], run)).rejects.toThrow("made to fail");
    expect(connection.isTransaction).toBe(false);
    expect(words(connection.database)).toEqual([]);
  });
});
