import { expect, test } from "vitest";
import type { Store } from "../../ports/store.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { createLogList } from "../testing/log-list.ts";
import { describePostgres } from "../testing/postgres-server.ts";
import { appendOf, conversation, event, persona } from "../testing/rows.ts";

const refused = (code: string): object => expect.objectContaining({ name: "StoreError", code });

describePostgres("PostgreSQL: several servers on one database", ({ url }) => {
  const open = (): Promise<Store> => openPostgresStore({ url, log: createLogList() });

  test("S37 the new owner of a conversation fences the old one, which has then changed nothing", async () => {
    await using old = await open();
    await using successor = await open();
    await old.conversations.create(conversation("c1"), event(1));
    const first = await old.conversations.claim("w1", "c1");
    await old.conversations.append(appendOf("c1", { epoch: 1, events: [event(2)] }));
    const second = await successor.conversations.claim("w1", "c1");
    expect([first?.epoch, second?.epoch, second?.events.length]).toEqual([1, 2, 2]);
    const late = appendOf("c1", { epoch: 1, events: [event(3)], status: "ended", seqHighWater: 900 });
    await expect(old.conversations.append(late)).rejects.toEqual(refused("stale-owner"));
    await successor.conversations.append(appendOf("c1", { epoch: 2, events: [event(3)] }));
    const third = await old.conversations.claim("w1", "c1");
    expect([third?.epoch, third?.seqHighWater, third?.row.status]).toEqual([3, 3, "active"]);
  });

  test("S37 whatever the timing, no append of the old owner lands after the claim, and none is lost before it", async () => {
    await using old = await open();
    await using successor = await open();
    for (let round = 0; round < 20; round += 1) {
      const name = `race${round}`;
      await old.conversations.create(conversation(name), event(1));
      const appends = Array.from({ length: 40 }, (_, index) =>
        old.conversations.append(appendOf(name, { events: [event(index + 2)] })),
      );
      await appends[round];
      const claim = await successor.conversations.claim("w1", name);
      const outcomes = await Promise.allSettled(appends);
      const stored = outcomes.filter(({ status }) => status === "fulfilled").length;
      expect(claim?.events.map(({ seq }) => seq)).toEqual(Array.from({ length: stored + 1 }, (_, index) => index + 1));
      expect(await successor.conversations.events("w1", name, 0)).toEqual(claim?.events);
      for (const outcome of outcomes.slice(stored)) {
        expect(outcome.status === "rejected" && outcome.reason).toEqual(refused("stale-owner"));
      }
    }
  });

  test("S37 claims of two servers at once get different epochs", async () => {
    await using one = await open();
    await using other = await open();
    await one.conversations.create(conversation("c2"), event(1));
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => [one, other][index % 2]!.conversations.claim("w1", "c2")),
    );
    expect(new Set(claims.map((claim) => claim?.epoch)).size).toBe(20);
  });

  test("S3 of two changes to one revision, made on two servers, one wins", async () => {
    await using one = await open();
    await using other = await open();
    await one.personas.create(persona("p1"));
    const outcomes = await Promise.allSettled(
      [one, other].map((store, by) => store.personas.replace(persona("p1", { revision: 2, body: { by } }))),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await one.personas.get("w1", "p1"))?.body).toEqual({ by: outcomes[0]?.status === "fulfilled" ? 0 : 1 });
  });

  test("S16 groups of two servers that hold the same rows in opposite order are all answered", async () => {
    await using one = await open();
    await using other = await open();
    const names = Array.from({ length: 40 }, (_, index) => `both${index}`);
    for (const name of names) await one.conversations.create(conversation(name), event(1));
    for (let round = 2; round < 12; round += 1) {
      const outcomes = await Promise.allSettled([
        ...names.map((name) => one.conversations.append(appendOf(name, { events: [event(round)] }))),
        ...names.toReversed().map((name) => other.conversations.append(appendOf(name, { events: [event(round)] }))),
      ]);
      // Each conversation has taken the seq from exactly one of the two.
      const mine = outcomes.slice(0, names.length).map(({ status }) => status === "fulfilled");
      const theirs = outcomes.slice(names.length).map(({ status }) => status === "fulfilled");
      expect(mine.map((stored, index) => Number(stored) + Number(theirs.toReversed()[index]))).toEqual(
        names.map(() => 1),
      );
    }
  });
});
