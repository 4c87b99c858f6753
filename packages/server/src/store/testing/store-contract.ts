/** What every store promises, as numbered in docs/spec/store.md. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, Store } from "../../ports/store.ts";
import { appendOf, conversation, event, key, later, persona, withConversation } from "./rows.ts";

/** One store under test; leaving its scope closes it and removes what it kept. */
export interface StoreSubject extends AsyncDisposable {
  readonly store: Store;
  /** Closes the store and opens it again over the same data. */
  readonly reopen: () => Promise<Store>;
}

export interface StoreUnderTest {
  readonly open: () => Promise<StoreSubject>;
  /** Whether it outlives its process; one that does not is spared the tests of that. */
  readonly durable: boolean;
}

export function describeStore(name: string, under: StoreUnderTest): void {
  describe(`Store: ${name}`, () => {
    describePersonas(under);
    describeLists(under);
    describeConversations(under);
    describeClaims(under);
    describeAppends(under);
    describeKeys(under);
    describeWorkspaces(under);
    describeValues(under);
    describeLifetime(under);
    if (under.durable) describeDurability(under);
  });
}

const asJson = fc.jsonValue({ stringUnit: "binary" }).map(withoutMinusZero);
const anyBody = fc
  .dictionary(fc.string({ unit: "binary" }), asJson)
  .map((body) => withoutMinusZero({ ...body }) as JsonObject);

/** `JSON.stringify` writes -0 as 0; it is the one value that JSON could hold and does not. */
function withoutMinusZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const refused = (code: string): object => expect.objectContaining({ name: "StoreError", code });

function describePersonas({ open }: StoreUnderTest): void {
  test("S1 a persona is read as it was created", async () => {
    await using subject = await open();
    const { personas } = subject.store;
    const row = persona("p1", { kind: "system", body: { layers: { llm: { model: "tavus-llama-4" } } }, revision: 7 });
    await personas.create(row);
    expect(await personas.get("w1", "p1")).toEqual(row);
    expect(await personas.get("w1", "p2")).toBeUndefined();
  });

  test("S2 an id is given once, and the first row stays", async () => {
    await using subject = await open();
    const { personas, conversations } = subject.store;
    await personas.create(persona("p1"));
    await expect(personas.create(persona("p1", { body: { other: true } }))).rejects.toEqual(refused("conflict"));
    expect(await personas.get("w1", "p1")).toEqual(persona("p1"));
    await conversations.create(conversation("c1"), event(1));
    await expect(conversations.create(conversation("c1"), event(5))).rejects.toEqual(refused("conflict"));
    expect(await conversations.events("w1", "c1", 0)).toEqual([event(1)]);
  });

  test("S3 a persona is replaced only by the revision after the stored one", async () => {
    await using subject = await open();
    const { personas } = subject.store;
    await personas.create(persona("p1"));
    const second = persona("p1", { revision: 2, body: { persona_name: "Ada" }, updatedAt: later(1) });
    await personas.replace(second);
    for (const revision of [1, 2, 4]) {
      await expect(personas.replace(persona("p1", { revision }))).rejects.toEqual(refused("conflict"));
    }
    expect(await personas.get("w1", "p1")).toEqual(second);
  });

  test("S3 of two changes to the same revision one wins", async () => {
    await using subject = await open();
    const { personas } = subject.store;
    await personas.create(persona("p1"));
    const changes = ["a", "b"].map((text) => personas.replace(persona("p1", { revision: 2, body: { text } })));
    const outcomes = await Promise.allSettled(changes);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect((await personas.get("w1", "p1"))?.body).toEqual({ text: "a" });
  });

  test("S3 replacing a persona that is not there is a conflict and creates nothing", async () => {
    await using subject = await open();
    const { personas } = subject.store;
    await expect(personas.replace(persona("p1", { revision: 1 }))).rejects.toEqual(refused("conflict"));
    expect(await personas.get("w1", "p1")).toBeUndefined();
  });

  test("S4 delete says whether there was a persona, and its id is free again", async () => {
    await using subject = await open();
    const { personas } = subject.store;
    await personas.create(persona("p1"));
    expect(await personas.delete("w1", "p1")).toBe(true);
    expect(await personas.delete("w1", "p1")).toBe(false);
    expect(await personas.get("w1", "p1")).toBeUndefined();
    await personas.create(persona("p1", { revision: 9 }));
    expect((await personas.get("w1", "p1"))?.revision).toBe(9);
  });
}

function describeLists({ open }: StoreUnderTest): void {
  test("S5 lists are newest first; of one instant, the one created last comes first", async () => {
    await using subject = await open();
    const { personas, conversations } = subject.store;
    await personas.create(persona("p1", { createdAt: later(2) }));
    await personas.create(persona("p2", { createdAt: later(1) }));
    await personas.create(persona("p4", { createdAt: later(3) }));
    await personas.create(persona("p3", { createdAt: later(3) }));
    const listed = await personas.list("w1", { page: 1, limit: 10 });
    expect(listed.rows.map((row) => row.personaId)).toEqual(["p3", "p4", "p1", "p2"]);
    await conversations.create(conversation("c2"), event(1));
    await conversations.create(conversation("c1"), event(1));
    const talks = await conversations.list("w1", { page: 1, limit: 10 });
    expect(talks.rows).toEqual([conversation("c1"), conversation("c2")]);
  });

  test("S6 pages cover every row once, and each knows the total", async () => {
    await using subject = await open();
    const { personas } = subject.store;
    for (let n = 1; n <= 5; n += 1) await personas.create(persona(`p${n}`, { createdAt: later(n) }));
    const pages = await Promise.all([1, 2, 3, 4].map((page) => personas.list("w1", { page, limit: 2 })));
    expect(pages.map((page) => page.rows.map((row) => row.personaId))).toEqual([
      ["p5", "p4"],
      ["p3", "p2"],
      ["p1"],
      [],
    ]);
    expect(pages.map((page) => page.totalCount)).toEqual([5, 5, 5, 5]);
  });

  test("S6 a page that cannot exist is refused", async () => {
    await using subject = await open();
    const { personas, conversations } = subject.store;
    for (const [page, limit] of [
      [0, 10],
      [1, 0],
      [1, -1],
      [1.5, 10],
    ] as const) {
      await expect(personas.list("w1", { page, limit })).rejects.toThrow(RangeError);
      await expect(conversations.list("w1", { page, limit })).rejects.toThrow(RangeError);
    }
  });

  test("S7 a filter narrows the rows and the total", async () => {
    await using subject = await open();
    const { personas, conversations } = subject.store;
    await personas.create(persona("p1"));
    await personas.create(persona("p2", { kind: "system" }));
    expect(await personas.list("w1", { page: 1, limit: 10, kind: "system" })).toEqual({
      rows: [persona("p2", { kind: "system" })],
      totalCount: 1,
    });
    await conversations.create(conversation("c1"), event(1));
    await conversations.create(conversation("c2", { status: "ended" }), event(1));
    expect(await conversations.list("w1", { page: 1, limit: 10, status: "active" })).toEqual({
      rows: [conversation("c1")],
      totalCount: 1,
    });
  });
}

function describeConversations({ open }: StoreUnderTest): void {
  test("S8 a conversation is stored together with its first event", async () => {
    await using subject = await open();
    const { conversations } = subject.store;
    const row = conversation("c1", { body: { persona_id: "p1", unknown: [1, null] } });
    await conversations.create(row, event(3, { type: "created" }));
    expect(await conversations.get("w1", "c1")).toEqual(row);
    expect(await conversations.events("w1", "c1", 0)).toEqual([event(3, { type: "created" })]);
    expect(await conversations.get("w1", "c2")).toBeUndefined();
  });

  test("S9 events are those above a seq, oldest first", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.append(appendOf("c1", { events: [event(2), event(9)] }));
    await conversations.append(appendOf("c1", { events: [event(10), event(100)] }));
    const seqs = async (after: number): Promise<number[]> =>
      (await conversations.events("w1", "c1", after)).map((found) => found.seq);
    expect(await seqs(0)).toEqual([1, 2, 9, 10, 100]);
    expect(await seqs(9)).toEqual([10, 100]);
    expect(await seqs(100)).toEqual([]);
    expect(await conversations.events("w1", "c2", 0)).toEqual([]);
  });

  test("S10 delete removes a conversation with its events, and its id is free again", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.append(appendOf("c1", { events: [event(2), event(3)] }));
    expect(await conversations.delete("w1", "c1")).toBe(true);
    expect(await conversations.delete("w1", "c1")).toBe(false);
    expect(await conversations.get("w1", "c1")).toBeUndefined();
    expect(await conversations.events("w1", "c1", 0)).toEqual([]);
    expect(await conversations.claim("w1", "c1")).toBeUndefined();
    await conversations.create(conversation("c1"), event(2));
    expect(await conversations.events("w1", "c1", 0)).toEqual([event(2)]);
  });
}

function describeClaims({ open }: StoreUnderTest): void {
  test("S11 every claim has a higher epoch than all before, and answers all that is known in the order of seq", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.append(appendOf("c1", { events: [event(2), event(5)], seqHighWater: 50 }));
    const events = [event(1, { type: "created" }), event(2), event(5)];
    const known = { row: conversation("c1"), seqHighWater: 50, events };
    expect(await conversations.claim("w1", "c1")).toEqual({ ...known, epoch: 1 });
    expect(await conversations.claim("w1", "c1")).toEqual({ ...known, epoch: 2 });
    expect(await conversations.claim("w1", "c2")).toBeUndefined();
  });

  test("S11 claims at the same time get different epochs", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    const claims = await Promise.all(Array.from({ length: 20 }, () => conversations.claim("w1", "c1")));
    expect(new Set(claims.map((claim) => claim?.epoch)).size).toBe(20);
  });

  test("S12 an append with another epoch than the last one given fails as stale-owner and changes nothing", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.claim("w1", "c1");
    const claim = await conversations.claim("w1", "c1");
    for (const epoch of [0, 1, 3]) {
      const stale = appendOf("c1", {
        epoch,
        events: [event(2)],
        status: "ended",
        updatedAt: later(9),
        seqHighWater: 900,
      });
      await expect(conversations.append(stale)).rejects.toEqual(refused("stale-owner"));
    }
    expect(await conversations.claim("w1", "c1")).toEqual({ ...claim, epoch: 3 });
  });

  test("S12 whoever created a conversation owns it until it is claimed", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.append(appendOf("c1", { epoch: 0, events: [event(2)] }));
    await conversations.claim("w1", "c1");
    await expect(conversations.append(appendOf("c1", { epoch: 0, events: [event(3)] }))).rejects.toEqual(
      refused("stale-owner"),
    );
    await conversations.append(appendOf("c1", { epoch: 1, events: [event(3)] }));
    expect((await conversations.events("w1", "c1", 1)).map(({ seq }) => seq)).toEqual([2, 3]);
  });
}

function describeAppends({ open }: StoreUnderTest): void {
  test("S13 an append is all or nothing", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.append(appendOf("c1", { events: [event(5)] }));
    const before = await conversations.claim("w1", "c1");
    const rest = { epoch: 1, status: "ended", updatedAt: later(9), seqHighWater: 900 } as const;
    for (const seqs of [[5], [4], [1, 6], [6, 6], [7, 6], [6, 7, 5]]) {
      const events = seqs.map((seq) => event(seq));
      await expect(conversations.append(appendOf("c1", { ...rest, events }))).rejects.toEqual(refused("conflict"));
    }
    expect(await conversations.claim("w1", "c1")).toEqual({ ...before, epoch: 2 });
  });

  test("S13 an append to a conversation that is not there is not-found", async () => {
    await using subject = await open();
    const { conversations } = subject.store;
    await expect(conversations.append(appendOf("c1", { events: [event(1)] }))).rejects.toEqual(refused("not-found"));
    expect(await conversations.events("w1", "c1", 0)).toEqual([]);
  });

  test("S14 the high-water mark covers every stored seq, rises when asked to and never lowers", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    const marks: (number | undefined)[] = [];
    const mark = async (): Promise<number> => marks.push((await conversations.claim("w1", "c1"))?.seqHighWater);
    await mark();
    await conversations.append(appendOf("c1", { epoch: 1, seqHighWater: 100 }));
    await mark();
    await conversations.append(appendOf("c1", { epoch: 2, events: [event(2)], seqHighWater: 50 }));
    await mark();
    await conversations.append(appendOf("c1", { epoch: 3, events: [event(101), event(130)] }));
    await mark();
    await conversations.append(appendOf("c1", { epoch: 4, events: [event(131)], seqHighWater: 200 }));
    await mark();
    expect(marks).toEqual([1, 100, 100, 130, 200]);
  });

  test("S15 an append ends a conversation and changes nothing else of its row", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.append(appendOf("c1", { events: [event(2)] }));
    expect(await conversations.get("w1", "c1")).toEqual(conversation("c1"));
    await conversations.append(
      appendOf("c1", { events: [event(3, { type: "ended" })], status: "ended", updatedAt: later(4) }),
    );
    expect(await conversations.get("w1", "c1")).toEqual(conversation("c1", { status: "ended", updatedAt: later(4) }));
  });

  test("S15 an ended conversation takes what comes late and stays ended", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.append(appendOf("c1", { status: "ended" }));
    await conversations.append(appendOf("c1", { events: [event(2, { type: "analysis" })] }));
    const claim = await conversations.claim("w1", "c1");
    expect([claim?.row.status, claim?.events.length]).toEqual(["ended", 2]);
  });

  test("S16 appends that wait together are stored in the order of the calls", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    const seqs = Array.from({ length: 300 }, (_, index) => index + 2);
    const order: number[] = [];
    await Promise.all(
      seqs.map(async (seq) => {
        await conversations.append(appendOf("c1", { events: [event(seq)] }));
        order.push(seq);
      }),
    );
    expect(order).toEqual(seqs);
    expect((await conversations.events("w1", "c1", 1)).map(({ seq }) => seq)).toEqual(seqs);
  });

  test("S16 one that fails takes nothing from its neighbours", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    const attempts = [2, 3, 3, 4, 1, 5].map((seq) => conversations.append(appendOf("c1", { events: [event(seq)] })));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual([true, true, false, true, false, true]);
    expect((await conversations.events("w1", "c1", 0)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test("S16 a call sees what the calls before it have done", async () => {
    await using subject = await open();
    const { conversations } = subject.store;
    const created = conversations.create(conversation("c1"), event(1));
    const appended = conversations.append(appendOf("c1", { events: [event(2)] }));
    const claimed = conversations.claim("w1", "c1");
    const stale = conversations.append(appendOf("c1", { events: [event(3)] }));
    await expect(stale).rejects.toEqual(refused("stale-owner"));
    await Promise.all([created, appended]);
    expect((await claimed)?.events.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test("S13 an append may carry more events than one statement takes", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    const events = Array.from({ length: 5_001 }, (_, index) => event(index + 2));
    await conversations.append(appendOf("c1", { events }));
    expect(await conversations.events("w1", "c1", 1)).toEqual(events);
  });
}

function describeKeys({ open }: StoreUnderTest): void {
  test("S17 a key is found by its hash alone, and listed newest first in its workspace", async () => {
    await using subject = await open();
    const { keys } = subject.store;
    await keys.create(key("k1"));
    await keys.create(key("k2", { createdAt: later(1) }));
    await keys.create(key("k3", { workspaceId: "w2" }));
    expect(await keys.findByHash("hash of k3")).toEqual(key("k3", { workspaceId: "w2" }));
    expect(await keys.findByHash("hash of k4")).toBeUndefined();
    expect(await keys.list("w1")).toEqual([key("k2", { createdAt: later(1) }), key("k1")]);
    expect(await keys.list("w3")).toEqual([]);
  });

  test("S17 an id is given once in a workspace, a hash once in all", async () => {
    await using subject = await open();
    const { keys } = subject.store;
    await keys.create(key("k1"));
    await expect(keys.create(key("k1", { hash: "another" }))).rejects.toEqual(refused("conflict"));
    await expect(keys.create(key("k2", { workspaceId: "w2", hash: "hash of k1" }))).rejects.toEqual(
      refused("conflict"),
    );
    await keys.create(key("k1", { workspaceId: "w2", hash: "another" }));
    expect(await keys.list("w1")).toEqual([key("k1")]);
  });
}

function describeWorkspaces({ open }: StoreUnderTest): void {
  test("S18 a workspace sees, changes and removes no persona of another", async () => {
    await using subject = await open();
    const { personas } = subject.store;
    await personas.create(persona("p1"));
    await personas.create(persona("p1", { workspaceId: "w2", body: { other: true } }));
    expect(await personas.get("w3", "p1")).toBeUndefined();
    expect(await personas.list("w3", { page: 1, limit: 10 })).toEqual({ rows: [], totalCount: 0 });
    await expect(personas.replace(persona("p1", { workspaceId: "w3", revision: 2 }))).rejects.toEqual(
      refused("conflict"),
    );
    expect(await personas.delete("w3", "p1")).toBe(false);
    await personas.replace(persona("p1", { workspaceId: "w2", revision: 2 }));
    expect(await personas.delete("w2", "p1")).toBe(true);
    expect(await personas.list("w1", { page: 1, limit: 10 })).toEqual({ rows: [persona("p1")], totalCount: 1 });
  });

  test("S18 nor any conversation", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    await conversations.create(conversation("c1", { workspaceId: "w2" }), event(7));
    expect(await conversations.get("w3", "c1")).toBeUndefined();
    expect(await conversations.list("w3", { page: 1, limit: 10 })).toEqual({ rows: [], totalCount: 0 });
    expect(await conversations.claim("w3", "c1")).toBeUndefined();
    expect(await conversations.events("w3", "c1", 0)).toEqual([]);
    const foreign = appendOf("c1", { workspaceId: "w3", events: [event(8)] });
    await expect(conversations.append(foreign)).rejects.toEqual(refused("not-found"));
    expect(await conversations.delete("w3", "c1")).toBe(false);
    await conversations.append(appendOf("c1", { workspaceId: "w2", events: [event(8)] }));
    expect(await conversations.delete("w2", "c1")).toBe(true);
    const claim = await conversations.claim("w1", "c1");
    expect([claim?.epoch, claim?.events.length, claim?.seqHighWater]).toEqual([1, 1, 1]);
  });
}

function describeValues({ open }: StoreUnderTest): void {
  test("S19 every JSON value is read as it was written", async () => {
    await using subject = await open();
    const { personas, conversations } = await withConversation(subject.store);
    let count = 1;
    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        count += 1;
        await personas.create(persona(`p${count}`, { body }));
        await conversations.append(appendOf("c1", { events: [event(count, { body })] }));
        expect((await personas.get("w1", `p${count}`))?.body).toEqual(body);
        expect((await conversations.events("w1", "c1", count - 1))[0]?.body).toEqual(body);
      }),
      { numRuns: 100 },
    );
  });

  test("S19 names, ids and text keep every character", async () => {
    await using subject = await open();
    const { personas, keys } = subject.store;
    const text = "Zoë 👩‍🚀 \u0000 \u2028 \ud800 'quote' \"double\" %_\\ 日本語 עברית";
    await personas.create(persona("p-ü👋", { body: { [text]: text } }));
    expect((await personas.get("w1", "p-ü👋"))?.body).toEqual({ [text]: text });
    await keys.create(key("k1", { name: "Zoë's 👩‍🚀 key; DROP TABLE persona" }));
    expect((await keys.list("w1"))[0]?.name).toBe("Zoë's 👩‍🚀 key; DROP TABLE persona");
  });

  test("S19 names of properties that JavaScript treats specially are only names", async () => {
    await using subject = await open();
    const body = JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":null}') as JsonObject;
    await subject.store.personas.create(persona("p1", { body }));
    const stored = await subject.store.personas.get("w1", "p1");
    expect(JSON.stringify(stored?.body)).toBe('{"__proto__":{"a":1},"constructor":2,"toString":null}');
  });

  test("S19 a body may have a megabyte", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    const large = event(2, { body: { text: "wörd ".repeat(200_000) } });
    await conversations.append(appendOf("c1", { events: [large] }));
    expect(await conversations.events("w1", "c1", 1)).toEqual([large]);
  });

  test("S20 what a caller does to a row later does not reach the store", async () => {
    await using subject = await open();
    const { personas } = subject.store;
    const body = { list: [1] };
    const created = personas.create(persona("p1", { body }));
    body.list.push(2);
    await created;
    const read = await personas.get("w1", "p1");
    (read!.body as typeof body).list.push(3);
    expect((await personas.get("w1", "p1"))?.body).toEqual({ list: [1] });
  });
}

function describeLifetime({ open }: StoreUnderTest): void {
  test("S21 check resolves while the store is open", async () => {
    await using subject = await open();
    await expect(subject.store.check()).resolves.toBeUndefined();
  });

  test("S22 what was asked before closing is finished; afterwards every call rejects with closed", async () => {
    await using subject = await open();
    const { store } = subject;
    await withConversation(store);
    const appends = [2, 3, 4].map((seq) => store.conversations.append(appendOf("c1", { events: [event(seq)] })));
    await Promise.all([store[Symbol.asyncDispose](), ...appends]);
    await store[Symbol.asyncDispose]();
    const page = { page: 1, limit: 1 };
    const calls: (() => Promise<unknown>)[] = [
      () => store.check(),
      () => store.personas.create(persona("p1")),
      () => store.personas.get("w1", "p1"),
      () => store.personas.list("w1", page),
      () => store.personas.replace(persona("p1")),
      () => store.personas.delete("w1", "p1"),
      () => store.conversations.create(conversation("c2"), event(1)),
      () => store.conversations.get("w1", "c1"),
      () => store.conversations.list("w1", page),
      () => store.conversations.claim("w1", "c1"),
      () => store.conversations.append(appendOf("c1", { events: [event(9)] })),
      () => store.conversations.events("w1", "c1", 0),
      () => store.conversations.delete("w1", "c1"),
      () => store.keys.create(key("k1")),
      () => store.keys.findByHash("hash of k1"),
      () => store.keys.list("w1"),
    ];
    for (const call of calls) await expect(call()).rejects.toEqual(refused("closed"));
  });
}

function describeDurability({ open }: StoreUnderTest): void {
  test("S23 what was resolved is there after opening again", async () => {
    await using subject = await open();
    const { personas, conversations, keys } = await withConversation(subject.store);
    await personas.create(persona("p1"));
    await personas.replace(persona("p1", { revision: 2 }));
    await keys.create(key("k1"));
    await conversations.claim("w1", "c1");
    await conversations.append(appendOf("c1", { epoch: 1, events: [event(2)], seqHighWater: 64 }));
    const again = await subject.reopen();
    expect(await again.personas.get("w1", "p1")).toEqual(persona("p1", { revision: 2 }));
    expect(await again.keys.list("w1")).toEqual([key("k1")]);
    expect(await again.conversations.claim("w1", "c1")).toEqual({
      row: conversation("c1"),
      epoch: 2,
      seqHighWater: 64,
      events: [event(1, { type: "created" }), event(2)],
    });
  });

  test("S23 and so is what closing let finish", async () => {
    await using subject = await open();
    const { conversations } = await withConversation(subject.store);
    const appends = [2, 3, 4].map((seq) => conversations.append(appendOf("c1", { events: [event(seq)] })));
    const again = await subject.reopen();
    await Promise.all(appends);
    expect((await again.conversations.events("w1", "c1", 0)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });
}
