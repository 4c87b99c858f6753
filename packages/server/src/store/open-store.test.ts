import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeStorePlace, openStore } from "./open-store.ts";
import { createLogList } from "./testing/log-list.ts";
import { describePostgres } from "./testing/postgres-server.ts";
import { createTemporaryDir } from "./testing/temporary-dir.ts";

describe("the store that is configured", () => {
  test("without a database URL it is a file in the data folder", async () => {
    using dir = createTemporaryDir();
    await using store = await openStore({ dataDir: dir.path, log: createLogList() });
    await store.check();
    expect(existsSync(describeStorePlace({ dataDir: dir.path }))).toBe(true);
  });

  test("its place is told without a password", () => {
    const databaseUrl = "postgres://me:hunter2@db.example/talk";
    expect(describeStorePlace({ dataDir: "/data", databaseUrl })).toBe("PostgreSQL db.example:5432/talk");
  });
});

describePostgres("PostgreSQL: the store that is configured", ({ url }) => {
  test("with a database URL it is there, and the data folder is made for what stays on the machine", async () => {
    using dir = createTemporaryDir();
    const dataDir = join(dir.path, "data");
    await using store = await openStore({ dataDir, databaseUrl: url, log: createLogList() });
    await store.check();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(existsSync(join(dataDir, "repartee.db"))).toBe(false);
  });
});
