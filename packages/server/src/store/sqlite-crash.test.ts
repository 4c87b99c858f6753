import { afterAll, describe } from "vitest";
import { openSqliteStore } from "./sqlite-store.ts";
import { describeKills } from "./testing/kill-contract.ts";
import { createLogList } from "./testing/log-list.ts";
import { createTemporaryDir } from "./testing/temporary-dir.ts";

describe("the SQLite store and kill -9", () => {
  const dir = createTemporaryDir();
  afterAll(() => dir[Symbol.dispose]());
  describeKills("SQLite", {
    place: () => dir.path,
    open: () => openSqliteStore({ dataDir: dir.path, log: createLogList() }),
  });
});
