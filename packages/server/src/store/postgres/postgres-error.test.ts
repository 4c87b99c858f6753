import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { StoreError } from "../../ports/store.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { createLogList } from "../testing/log-list.ts";
import { describePostgres } from "../testing/postgres-server.ts";
import { appendOf, conversation, event, key } from "../testing/rows.ts";
import { InDoubt, isLost, toStoreError } from "./postgres-error.ts";

const serverError = (code: string, message = "the server's words"): Error =>
  Object.assign(new Error(message), { severity: "ERROR", code, detail: "Failing row contains (hunter2)" });

async function problemOf(open: Promise<unknown>): Promise<StoreError> {
  const error: unknown = await open.then(
    () => "opened",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

describe("PostgreSQL: errors", () => {
  test.each([
    ["28P01", "unavailable", false],
    ["3D000", "unavailable", false],
    ["42501", "read-only", false],
    ["25006", "read-only", false],
    ["53100", "full", false],
    ["53200", "unavailable", true],
    ["53300", "unavailable", true],
    ["57014", "unavailable", true],
    ["57P01", "unavailable", true],
    ["40P01", "unavailable", true],
    ["08006", "unavailable", true],
    ["58030", "unavailable", false],
    ["XX001", "corrupt", false],
    ["23514", "conflict", false],
    ["99999", "unavailable", false],
  ])("S34 %s is %s, with the place, the server's words and what to do", (state, code, retryable) => {
    const error = toStoreError(serverError(state), "PostgreSQL db:5432/talk");
    expect([error.code, error.retryable]).toEqual([code, retryable]);
    expect(error.message).toMatch(/^PostgreSQL db:5432\/talk: the server's words; [^\n]{8,}$/);
  });

  test("S34 what the server quotes of a row reaches no log", () => {
    const { message, cause } = toStoreError(serverError("23514"), "db");
    expect(JSON.stringify([message, cause, Object.entries(cause as object)])).not.toContain("hunter2");
    expect(cause).toMatchObject({ message: "the server's words", code: "23514" });
  });

  test("S35 what is not the server's is a lost line, which may be tried again", () => {
    const nowhere = new AggregateError([
      new Error("connect ECONNREFUSED ::1:1"),
      new Error("connect ECONNREFUSED 127.0.0.1:1"),
    ]);
    for (const error of [
      nowhere,
      Object.assign(new Error("write EPIPE"), { code: "EPIPE" }),
      new Error("Query read timeout"),
    ]) {
      expect(isLost(error)).toBe(true);
      expect(toStoreError(error, "db")).toMatchObject({ code: "unavailable", retryable: true });
    }
    expect(toStoreError(nowhere, "db").message).toContain("ECONNREFUSED ::1:1, connect ECONNREFUSED 127.0.0.1:1");
    expect(isLost(serverError("23514"))).toBe(false);
    expect(isLost(new StoreError("conflict", "x"))).toBe(false);
  });

  test("S36 an answer that never came says that the outcome is unknown", () => {
    const doubt = new InDoubt("the commit was not answered", { cause: new Error("read ECONNRESET") });
    expect(toStoreError(doubt, "db").message).toBe(
      "db: the commit was not answered (read ECONNRESET); look whether the change was made before repeating it",
    );
  });

  test("S34 a server that nobody started is named, without user and password", async () => {
    const problem = await problemOf(
      openPostgresStore({ url: "postgres://me:hunter2@127.0.0.1:1/talk", log: createLogList() }),
    );
    expect(problem.message).toBe(
      "PostgreSQL 127.0.0.1:1/talk: connect ECONNREFUSED 127.0.0.1:1; " +
        "is PostgreSQL running there? Check host and port in REPARTEE_DATABASE_URL",
    );
  });

  test("S34 a wrong password is told without the password", async () => {
    // The server of the tests may trust everyone; this one refuses everyone as PostgreSQL does.
    const words = 'password authentication failed for user "me"';
    const fields = `SFATAL\0VFATAL\0C28P01\0M${words}\0\0`;
    const server = createServer((socket) => {
      const answer = Buffer.alloc(5 + fields.length);
      answer.write("E");
      answer.writeInt32BE(4 + fields.length, 1);
      answer.write(fields, 5);
      socket.once("data", () => socket.end(answer));
      socket.on("error", () => {});
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const url = `postgres://me:hunter2@127.0.0.1:${port}/talk`;
    const problem = await problemOf(openPostgresStore({ url, log: createLogList() }));
    server.close();
    expect([problem.code, problem.retryable]).toEqual(["unavailable", false]);
    expect(problem.message).toBe(
      `PostgreSQL 127.0.0.1:${port}/talk: ${words}; ` +
        "check the user and the password in REPARTEE_DATABASE_URL, and what pg_hba.conf allows",
    );
  });
});

describePostgres("PostgreSQL: errors of a real server", (database) => {
  const { name, url, query, administer } = database;
  const open = (of = url) => openPostgresStore({ url: of, log: createLogList() });

  test("S34 a database that is not there", async () => {
    const other = new URL(url);
    other.pathname = "/repartee_no_such_database";
    const problem = await problemOf(open(other.href));
    expect(problem.message).toMatch(/does not exist; create it, or name another one in REPARTEE_DATABASE_URL$/);
  });

  test("S34 no connection is left for its user", async () => {
    const role = `${name}_crowd`;
    await query(`CREATE ROLE ${role} LOGIN CONNECTION LIMIT 0`);
    const crowded = new URL(url);
    crowded.username = role;
    const problem = await problemOf(open(crowded.href));
    await query(`DROP ROLE ${role}`);
    expect([problem.code, problem.retryable]).toEqual(["unavailable", true]);
    expect(problem.message).toMatch(/too many connections .*; raise its max_connections, or the limit of its user/);
  });

  test("S34 a server that may only be read is refused at the start, and one that can be written to again is taken", async () => {
    await administer(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    try {
      const problem = await problemOf(open());
      expect(problem.code).toBe("read-only");
      expect(problem.message).toContain("name the primary in REPARTEE_DATABASE_URL");
    } finally {
      await administer(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    }
    await (await open())[Symbol.asyncDispose]();
  });

  test("S24 on a full disk what does not fit is refused and its neighbours are stored", async () => {
    await using store = await open();
    const { conversations } = store;
    // As the server reports it, without filling a disk.
    await query(`
      CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER fill BEFORE INSERT ON conversation_event FOR EACH ROW WHEN (NEW.type = 'large') EXECUTE FUNCTION fill()`);
    const names = ["f1", "f2", "f3", "f4", "f5"];
    for (const one of names) await conversations.create(conversation(one), event(1));
    const outcomes = await Promise.allSettled(
      names.map((one, index) =>
        conversations.append(appendOf(one, { events: [event(2, { type: index === 3 ? "large" : "user" })] })),
      ),
    );
    expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual([true, true, true, false, true]);
    expect(outcomes[3]).toMatchObject({ reason: { code: "full" } });
    const counts = await Promise.all(names.map(async (one) => (await conversations.events("w1", one, 0)).length));
    expect(counts).toEqual([2, 2, 2, 1, 2]);
  });

  test("S34 a statement that the server cancels may be tried again", async () => {
    await administer(`ALTER DATABASE ${name} SET statement_timeout = '100ms'`);
    await using store = await open();
    await store.conversations.create(conversation("slow"), event(1));
    await query(
      "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NEW; END $$",
    );
    await query("CREATE TRIGGER wait BEFORE INSERT ON conversation_event FOR EACH ROW EXECUTE FUNCTION wait()");
    const append = appendOf("slow", { events: [event(2)] });
    const problem = await problemOf(store.conversations.append(append));
    expect([problem.code, problem.retryable]).toEqual(["unavailable", true]);
    expect(problem.message).toContain("statement_timeout");
    await query("DROP TRIGGER wait ON conversation_event");
    await administer(`ALTER DATABASE ${name} RESET statement_timeout`);
    await store.conversations.append(append);
  });

  test("S19 a name with a character that PostgreSQL cannot hold is a name that nothing has", async () => {
    await using store = await open();
    expect(await store.personas.get("w1", "p\0")).toBeUndefined();
    expect(await store.conversations.claim("w1", "\0")).toBeUndefined();
    expect(await store.conversations.delete("w\0", "c1")).toBe(false);
    await expect(store.conversations.append(appendOf("c\0", { events: [event(1)] }))).rejects.toMatchObject({
      code: "not-found",
    });
    await store.keys.create(key("k1", { name: "a\0b" }));
    expect((await store.keys.list("w1"))[0]?.name).toBe("a\uFFFDb");
  });
});
