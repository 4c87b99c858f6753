import { chmodSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../sqlite-store.ts";
import { createLogList } from "../testing/log-list.ts";
import { startProcess } from "../testing/process-lines.ts";
import { createTemporaryDir } from "../testing/temporary-dir.ts";

const log = createLogList();
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

async function refusal(dataDir: string): Promise<unknown> {
  const opened = openSqliteStore({ dataDir, log }).then(async (store) => store[Symbol.asyncDispose]());
  return opened.catch((error: unknown) => error);
}

/** What a process without root's powers says when it opens the folder. */
async function reportAsNobody(dataDir: string): Promise<string> {
  await using child = startProcess("./open-and-report.ts", [dataDir, "as-nobody"]);
  const { value } = await child.lines.next();
  await child.finish();
  return String(value);
}

describe("the data folder", () => {
  test("S28 it is made where there is none, private to its user, and left clean", async () => {
    using dir = createTemporaryDir();
    const dataDir = join(dir.path, "a", "b");
    const store = await openSqliteStore({ dataDir, log });
    expect([mode(dataDir), mode(join(dataDir, "repartee.db")), mode(join(dataDir, "repartee.db-wal"))]).toEqual([
      "700",
      "600",
      "600",
    ]);
    expect(readFileSync(join(dataDir, "repartee.pid"), "utf8")).toBe(`${process.pid}\n`);
    await store[Symbol.asyncDispose]();
    const left = ["repartee.pid", "repartee.db-wal", "repartee.db-shm"].filter((name) =>
      existsSync(join(dataDir, name)),
    );
    expect(left).toEqual([]);
  });

  test("S28 a commit is synced: the log with every one, foreign keys on", async () => {
    using dir = createTemporaryDir();
    const { openDatabase } = await import("./database.ts");
    const open = openDatabase(dir.path, [{ version: 1, name: "0001-a.sql", sql: "SELECT 1" }]);
    const read = (name: string): unknown => Object.values(open.database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "fullfsync"].map(read)).toEqual([
      "wal",
      2,
      1,
      5_000,
      1,
    ]);
    open.close();
  });

  test("S29 a second process is refused by name, and let in once the first has gone", async () => {
    using dir = createTemporaryDir();
    await using first = startProcess("./open-and-report.ts", [dir.path]);
    expect((await first.lines.next()).value).toBe("open");
    expect(await refusal(dir.path)).toEqual(
      expect.objectContaining({
        code: "unavailable",
        message: `another repartee (pid ${first.pid}) uses ${dir.path}; stop it or choose another with REPARTEE_DATA_DIR`,
      }),
    );
    await first.kill();
    expect(await refusal(dir.path)).toBeUndefined();
  });

  test("S29 so is a second store of the same process, and the first goes on", async () => {
    using dir = createTemporaryDir();
    await using store = await openSqliteStore({ dataDir: dir.path, log });
    expect(await refusal(dir.path)).toEqual(
      expect.objectContaining({ message: expect.stringContaining("another repartee") as string }),
    );
    await expect(store.check()).resolves.toBeUndefined();
    expect(await refusal(dir.path)).toEqual(
      expect.objectContaining({ message: expect.stringContaining("another repartee") as string }),
    );
  });

  test("S30 a backup tool may read while the store is open", async () => {
    using dir = createTemporaryDir();
    await using store = await openSqliteStore({ dataDir: dir.path, log });
    await store.check();
    const reader = new DatabaseSync(join(dir.path, "repartee.db"), { readOnly: true });
    expect(reader.prepare("SELECT times FROM store_check").get()?.["times"]).toBe(1);
    reader.close();
  });

  test("S24 a folder below a file cannot be made", async () => {
    using dir = createTemporaryDir();
    const dataDir = join(dir.path, "file", "folder");
    writeFileSync(join(dir.path, "file"), "");
    const error = await refusal(dataDir);
    expect(error).toEqual(expect.objectContaining({ code: "unavailable" }));
    expect(String(error)).toContain(`${dataDir} cannot hold the data (ENOTDIR`);
  });

  test("S24 a folder or a file that cannot be written says so", async () => {
    using dir = createTemporaryDir();
    const dataDir = join(dir.path, "data");
    await openSqliteStore({ dataDir, log }).then(async (store) => store[Symbol.asyncDispose]());
    chmodSync(dir.path, 0o755);
    chmodSync(dataDir, 0o555);
    expect(await reportAsNobody(join(dataDir, "new"))).toMatch(
      /^read-only: .*new cannot hold the data \(EACCES.*REPARTEE_DATA_DIR$/,
    );
    chmodSync(dataDir, 0o777);
    chmodSync(join(dataDir, "repartee.db"), 0o444);
    expect(await reportAsNobody(dataDir)).toMatch(
      /^read-only: .*repartee.db cannot hold the data \(EACCES.*REPARTEE_DATA_DIR$/,
    );
  });

  test("S24 a damaged file is corrupt, and stays as it was", async () => {
    using dir = createTemporaryDir();
    const file = join(dir.path, "repartee.db");
    const text = "this is no database, whatever its name says. ".repeat(100);
    writeFileSync(file, text);
    const error = await refusal(dir.path);
    expect(error).toEqual(expect.objectContaining({ code: "corrupt" }));
    expect(String(error)).toContain(
      `${file}: file is not a database; restore a backup, or move the file away to start empty`,
    );
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("S24 a file that was cut short is corrupt", async () => {
    using dir = createTemporaryDir();
    expect(await refusal(dir.path)).toBeUndefined();
    truncateSync(join(dir.path, "repartee.db"), 4_096);
    expect(await refusal(dir.path)).toEqual(expect.objectContaining({ code: "corrupt" }));
  });

  test("S27 a database of a newer version is refused", async () => {
    using dir = createTemporaryDir();
    expect(await refusal(dir.path)).toBeUndefined();
    const database = new DatabaseSync(join(dir.path, "repartee.db"));
    database.exec("INSERT INTO schema_migration (version, name) VALUES (99, '0099-later.sql')");
    database.close();
    expect(String(await refusal(dir.path))).toContain("the database has schema 99 and this repartee knows 1");
  });
});
