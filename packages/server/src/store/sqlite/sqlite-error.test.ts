import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { StoreError } from "../../ports/store.ts";
import { createTemporaryDir } from "../testing/temporary-dir.ts";
import { toStoreError } from "./sqlite-error.ts";

function failureOf(run: () => unknown): StoreError {
  try {
    run();
  } catch (error) {
    return toStoreError(error, "the.db");
  }
  throw new Error("it did not fail");
}

describe("SQLite's failures", () => {
  test("S24 each says what to change", () => {
    using dir = createTemporaryDir();
    const file = join(dir.path, "the.db");
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE t (a TEXT UNIQUE, b BLOB); PRAGMA max_page_count = 4");
    const readOnly = new DatabaseSync(file, { readOnly: true });
    const failures = [
      failureOf(() => readOnly.exec("INSERT INTO t VALUES ('x', 1)")),
      failureOf(() => database.exec("INSERT INTO t VALUES ('x', zeroblob(100000))")),
      failureOf(() => database.exec("INSERT INTO t VALUES ('x', 1), ('x', 2)")),
      failureOf(() => new DatabaseSync(join(dir.path, "nowhere", "the.db"))),
    ];
    readOnly.close();
    database.exec("BEGIN EXCLUSIVE");
    const other = new DatabaseSync(file, { timeout: 0 });
    failures.push(failureOf(() => other.exec("INSERT INTO t VALUES ('y', 1)")));
    other.close();
    database.close();
    expect(failures.map(({ code, retryable, message }) => [code, retryable, message])).toMatchInlineSnapshot(`
      [
        [
          "read-only",
          false,
          "the.db: attempt to write a readonly database; make the file and its folder writable for the user that runs repartee",
        ],
        [
          "full",
          false,
          "the.db: database or disk is full; free space on its disk",
        ],
        [
          "conflict",
          false,
          "the.db: UNIQUE constraint failed: t.a; the change contradicts what is stored",
        ],
        [
          "unavailable",
          false,
          "the.db: unable to open database file; make its folder writable for the user that runs repartee",
        ],
        [
          "unavailable",
          true,
          "the.db: database is locked; another program is writing to it; try again",
        ],
      ]
    `);
  });

  test("a store error stays as it is, and anything else is unavailable in its own words", () => {
    const conflict = new StoreError("conflict", "as it was");
    expect(toStoreError(conflict, "the.db")).toBe(conflict);
    const odd = toStoreError(new TypeError("a bigint cannot be stored"), "the.db");
    expect([odd.code, odd.message]).toEqual(["unavailable", "the.db: a bigint cannot be stored"]);
    expect(toStoreError("words", "the.db").message).toBe("the.db: words");
  });
});
