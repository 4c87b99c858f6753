import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { createLogList } from "../testing/log-list.ts";
import { createTemporaryDir } from "../testing/temporary-dir.ts";
import { flightLimits } from "../sql/flight-room.ts";
import { openSqliteClient } from "./client.ts";
import type { WorkerInput } from "./messages.ts";

const refused = (code: string, parts: object = {}): object =>
  expect.objectContaining({ name: "StoreError", code, ...parts });
const key = (id: string, name = id) => ({ workspace_id: "w1", key_id: id, name, hash: id, created_at: "2026-01-02" });

/** The real thread, and a hold on it. */
async function openHeld(dataDir: string, limits = flightLimits) {
  const workers: Worker[] = [];
  const log = createLogList();
  const startWorker = (workerData: WorkerInput): Worker => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData,
      execArgv: ["--conditions=repartee"],
    });
    workers.push(worker);
    return worker;
  };
  const client = await openSqliteClient({ dataDir, log, limits, startWorker });
  return { client, log, worker: workers[0]! };
}

describe("the store's thread", () => {
  test("S31 when it dies, what waits and all that follows rejects as unavailable, and the log says so", async () => {
    using dir = createTemporaryDir();
    const { client, log, worker } = await openHeld(dir.path);
    const waiting = [client.call("check", null), client.call("key-list", "w1")];
    const settled = Promise.allSettled(waiting);
    await worker.terminate();
    const dead = {
      status: "rejected",
      reason: refused("unavailable", { retryable: false, message: "the store's thread died; start repartee again" }),
    };
    expect(await settled).toEqual([dead, dead]);
    await expect(client.call("check", null)).rejects.toEqual(dead.reason);
    await client.close();
    expect(log.lines.filter(({ level }) => level === "error").length).toBe(1);
  });

  test("S31 its folder is free again", async () => {
    using dir = createTemporaryDir();
    const { worker } = await openHeld(dir.path);
    await worker.terminate();
    const { client } = await openHeld(dir.path);
    await expect(client.call("check", null)).resolves.toBeUndefined();
    await client.close();
  });

  test("S31 one that dies before it has opened says why", async () => {
    using dir = createTemporaryDir();
    const startWorker = (): Worker => new Worker("throw new Error('no such luck')", { eval: true });
    const opening = openSqliteClient({ dataDir: dir.path, log: createLogList(), startWorker });
    await expect(opening).rejects.toEqual(
      refused("unavailable", { message: expect.stringContaining("no such luck") as string }),
    );
  });

  test("S32 beyond its bound of requests a call is refused, and may be tried again", async () => {
    using dir = createTemporaryDir();
    const { client } = await openHeld(dir.path, { ...flightLimits, requests: 3 });
    const taken = ["a", "b", "c"].map((id) => client.call("key-create", key(id)));
    await expect(client.call("key-create", key("d"))).rejects.toEqual(refused("unavailable", { retryable: true }));
    await Promise.all(taken);
    await client.call("key-create", key("d"));
    expect((await client.call("key-list", "w1")).map((found) => found.key_id)).toEqual(["d", "c", "b", "a"]);
    await client.close();
  });

  test("S32 so it is beyond its bound of characters, but one large request alone is taken", async () => {
    using dir = createTemporaryDir();
    const { client } = await openHeld(dir.path, { ...flightLimits, characters: 1_000 });
    const large = client.call("key-create", key("a", "x".repeat(5_000)));
    await expect(client.call("key-create", key("b"))).rejects.toEqual(refused("unavailable", { retryable: true }));
    await large;
    await client.call("key-create", key("b"));
    await client.close();
  });

  test("S22 closing lets a whole queue finish", async () => {
    using dir = createTemporaryDir();
    const { client } = await openHeld(dir.path);
    const calls = Array.from({ length: 2_500 }, (_, index) => client.call("key-create", key(`k${index}`)));
    await client.close();
    await expect(Promise.all(calls)).resolves.toHaveLength(2_500);
  });
});
