import { expect, test } from "vitest";
import type { Store } from "../../ports/store.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { createLogList } from "../testing/log-list.ts";
import { describePostgres, type TestDatabase } from "../testing/postgres-server.ts";
import { appendOf, conversation, event, persona } from "../testing/rows.ts";
import { PostgresClient } from "./client.ts";
import { openPool } from "./pool.ts";
import { startTcpProxy, type TcpProxy } from "../testing/tcp-proxy.ts";

const refused = (code: string, retryable: boolean): object =>
  expect.objectContaining({ name: "StoreError", code, retryable });
const unavailable = refused("unavailable", true);

interface Line extends AsyncDisposable {
  readonly store: Store;
  readonly proxy: TcpProxy;
  readonly url: string;
  readonly log: ReturnType<typeof createLogList>;
}

async function openOverProxy({ url }: TestDatabase): Promise<Line> {
  const direct = new URL(url);
  const proxy = await startTcpProxy({ host: direct.hostname, port: Number(direct.port || 5432) });
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(proxy.port);
  const log = createLogList();
  const store = await openPostgresStore({ url: through.href, log });
  const close = async (): Promise<void> => {
    await proxy.cut();
    await store[Symbol.asyncDispose]();
  };
  return { store, proxy, url: through.href, log, [Symbol.asyncDispose]: close };
}

describePostgres("PostgreSQL: a server that is lost", (database) => {
  test("S35 while it cannot be reached calls are refused, and they work again when it is back", async () => {
    await using line = await openOverProxy(database);
    const { store, proxy, log } = line;
    await store.conversations.create(conversation("c1"), event(1));
    await proxy.cut();
    const append = appendOf("c1", { events: [event(2)] });
    await expect(store.conversations.append(append)).rejects.toEqual(unavailable);
    await expect(store.check()).rejects.toEqual(unavailable);
    await expect(store.personas.get("w1", "p1")).rejects.toEqual(unavailable);
    await proxy.mend();
    await store.conversations.append(append);
    expect(await store.conversations.events("w1", "c1", 1)).toEqual([event(2)]);
    expect(log.lines.map(({ level, message }) => `${level}: ${message}`).slice(-2)).toEqual([
      "warn: the database does not answer",
      "info: the database answers again",
    ]);
  });

  test("S35 connections that the server ends are replaced", async () => {
    await using store = await openPostgresStore({ url: database.url, log: createLogList() });
    await store.conversations.create(conversation("c2"), event(1));
    await Promise.all(Array.from({ length: 8 }, () => store.personas.get("w1", "p1")));
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'repartee'",
      [database.name],
    );
    await retried(() => store.conversations.append(appendOf("c2", { events: [event(2)] })));
    expect(await retried(() => store.conversations.events("w1", "c2", 1))).toEqual([event(2)]);
  });

  test("S35 a transaction whose connection is ended in the middle has changed nothing", async () => {
    await using store = await openPostgresStore({ url: database.url, log: createLogList() });
    await store.personas.create(persona("p1"));
    await database.query(`
      CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
      CREATE TRIGGER die BEFORE INSERT ON conversation_event FOR EACH ROW WHEN (NEW.type = 'deadly') EXECUTE FUNCTION die()`);
    const deadly = event(1, { type: "deadly" });
    await expect(store.conversations.create(conversation("c3"), deadly)).rejects.toEqual(unavailable);
    expect(await store.conversations.get("w1", "c3")).toBeUndefined();
    await database.query("DROP TRIGGER die ON conversation_event");
    await store.conversations.create(conversation("c3"), deadly);
  });

  test("S35 a server that has gone silent is given up on, and the next call has a new connection", async () => {
    await using line = await openOverProxy(database);
    const { proxy, url, log } = line;
    const pool = await openPool(url, { queryTimeoutMs: 200 });
    const client = new PostgresClient({ pool, log, where: "db" });
    await client.call("check", null);
    const swallowed = proxy.swallowAnswer();
    const silent = expect(client.call("check", null)).rejects.toEqual(unavailable);
    await swallowed;
    await silent;
    proxy.letAnswer();
    await client.call("check", null);
    await client.close();
  });

  test("S36 an append that was stored and not answered may be repeated, grown, and is stored once", async () => {
    await using line = await openOverProxy(database);
    const { store, proxy } = line;
    const { conversations } = store;
    await conversations.create(conversation("c4"), event(1));
    const swallowed = proxy.swallowAnswer();
    const lost = conversations.append(appendOf("c4", { events: [event(2), event(3)], seqHighWater: 90 }));
    const outcome = expect(lost).rejects.toEqual(unavailable);
    await swallowed;
    await proxy.cut();
    await outcome;
    await expect(conversations.append(appendOf("c4", { events: [event(2), event(3)] }))).rejects.toEqual(unavailable);
    await proxy.mend();
    await conversations.append(appendOf("c4", { events: [event(2), event(3), event(4)] }));
    await expect(conversations.append(appendOf("c4", { events: [event(4)] }))).rejects.toEqual(
      refused("conflict", false),
    );
    const claim = await conversations.claim("w1", "c4");
    expect(claim?.events).toEqual([1, 2, 3, 4].map((seq) => event(seq)));
    expect(claim?.seqHighWater).toBe(90);
  });

  test("S36 after a lost append another one in its place is a conflict, and a new owner still fences it", async () => {
    await using line = await openOverProxy(database);
    const { store, proxy } = line;
    await store.conversations.create(conversation("c5"), event(1));
    await store.conversations.create(conversation("c6"), event(1));
    const swallowed = proxy.swallowAnswer();
    const first = store.conversations.append(appendOf("c5", { events: [event(2)] }));
    const outcome = expect(first).rejects.toEqual(unavailable);
    await swallowed;
    const second = expect(store.conversations.append(appendOf("c6", { events: [event(2)] }))).rejects.toEqual(
      unavailable,
    );
    await proxy.cut();
    await Promise.all([outcome, second]);
    await proxy.mend();
    const other = event(2, { body: { text: "something else" } });
    await expect(store.conversations.append(appendOf("c5", { events: [other] }))).rejects.toEqual(
      refused("conflict", false),
    );
    await using successor = await openPostgresStore({ url: database.url, log: createLogList() });
    await successor.conversations.claim("w1", "c6");
    await expect(store.conversations.append(appendOf("c6", { events: [event(2)] }))).rejects.toEqual(
      refused("stale-owner", false),
    );
  });
});

/** As the journal does it: what is refused as unavailable is tried again. */
async function retried<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      expect(error).toEqual(unavailable);
      expect(attempt).toBeLessThan(20);
    }
  }
}
