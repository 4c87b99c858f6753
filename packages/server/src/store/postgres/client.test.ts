import { describe, expect, test } from "vitest";
import { createLogList } from "../testing/log-list.ts";
import { PostgresClient } from "./client.ts";
import type { Connection, Pool } from "./connection.ts";

/** A server that accepts no connection until it is told what to say to all that ask. */
function createSilentPool(): Pool & { readonly refuseAll: () => void; readonly closed: () => boolean } {
  const asking: ((reason: Error) => void)[] = [];
  let closed = false;
  const connect = (): Promise<Connection> => new Promise((_, reject) => asking.push(reject));
  return {
    connect,
    connectPatiently: connect,
    close: async () => void (closed = true),
    refuseAll: () => asking.splice(0).forEach((reject) => reject(new Error("connection timeout"))),
    closed: () => closed,
  };
}

const busy = expect.objectContaining({ name: "StoreError", code: "unavailable", retryable: true });

describe("the line to PostgreSQL", () => {
  test("S32 beyond its bounds a call is refused, and may be tried again", async () => {
    const pool = createSilentPool();
    const limits = { requests: 2, characters: 1_000 };
    const client = new PostgresClient({ pool, log: createLogList(), where: "db", limits });
    const first = client.call("key-find", "x".repeat(2_000));
    await expect(client.call("key-find", "y")).rejects.toThrow("1 requests wait");
    pool.refuseAll();
    await expect(first).rejects.toEqual(busy);
    const waiting = Promise.allSettled([client.call("check", null), client.call("check", null)]);
    await expect(client.call("check", null)).rejects.toThrow("2 requests wait");
    pool.refuseAll();
    expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  test("S22 closing waits for what was asked, and is done once", async () => {
    const pool = createSilentPool();
    const client = new PostgresClient({ pool, log: createLogList(), where: "db" });
    const asked = Promise.allSettled([client.call("check", null)]);
    const closing = client.close();
    await expect(client.call("check", null)).rejects.toMatchObject({ code: "closed" });
    expect(pool.closed()).toBe(false);
    pool.refuseAll();
    await Promise.all([asked, closing, client.close()]);
    expect(pool.closed()).toBe(true);
  });

  test("S35 that it is lost is logged once, whatever was asked", async () => {
    const pool = createSilentPool();
    const log = createLogList();
    const client = new PostgresClient({ pool, log, where: "PostgreSQL db:5432/talk" });
    const asked = Promise.allSettled([1, 2, 3].map(() => client.call("check", null)));
    pool.refuseAll();
    await asked;
    expect(log.lines).toEqual([
      {
        level: "warn",
        message: "the database does not answer",
        fields: { database: "PostgreSQL db:5432/talk", reason: expect.stringContaining("connection timeout") },
      },
    ]);
  });
});
