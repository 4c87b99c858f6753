import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import { StoreError, type ConversationAppend } from "../ports/store.ts";
import { createLogList } from "../store/testing/log-list.ts";
import { createJournal, type Journal } from "./journal.ts";
import { turnOfTheLoop } from "./testing/held-store.ts";

/** A journal over a store that answers each append only when it is told to. */
function openJournal() {
  const clock = new ManualClock();
  const log = createLogList();
  const asked: { readonly append: ConversationAppend; readonly answer: PromiseWithResolvers<void> }[] = [];
  const told: string[] = [];
  const journal = createJournal({
    store: {
      append(append) {
        const answer = Promise.withResolvers<void>();
        asked.push({ append, answer });
        return answer.promise;
      },
    },
    clock,
    log,
    workspaceId: "default",
    conversationId: "c1",
    epoch: 3,
    onTrouble: (error) => told.push(`trouble ${error.code}`),
    onLost: (error) => told.push(`lost ${error.code}`),
  });
  const write = (seq: number): void =>
    journal.write({ event: { seq, atMs: 0, type: "note", body: {} }, stored: () => told.push(`stored ${seq}`) });
  const succeed = async (): Promise<void> => {
    asked.at(-1)!.answer.resolve();
    await turnOfTheLoop();
  };
  const fail = async (error: unknown): Promise<void> => {
    asked.at(-1)!.answer.reject(error);
    await turnOfTheLoop();
  };
  return { clock, log, asked, told, journal, write, succeed, fail };
}

const unavailable = new StoreError("unavailable", "the disk is away");

function seqsOf({ append }: { readonly append: ConversationAppend }): readonly number[] {
  return append.events.map((event) => event.seq);
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  await turnOfTheLoop();
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}

describe("journal", () => {
  test("R5 entries are stored in order, one append at a time, and those that wait together go together", async () => {
    const { asked, told, write, succeed } = openJournal();
    for (const seq of [1, 2, 3]) write(seq);
    expect(asked.map(seqsOf)).toEqual([[1]]);
    await succeed();
    expect(asked.map(seqsOf)).toEqual([[1], [2, 3]]);
    expect(told).toEqual(["stored 1"]);
    await succeed();
    expect(told).toEqual(["stored 1", "stored 2", "stored 3"]);
    expect(asked).toHaveLength(2);
  });

  test("R5 an append carries the epoch, the time, the end and the highest mark of what it stores", async () => {
    const { asked, journal, succeed, write } = openJournal();
    write(1);
    journal.write({ seqHighWater: 50, stored: () => undefined });
    journal.write({ seqHighWater: 90, stored: () => undefined });
    journal.write({ event: { seq: 2, atMs: 5, type: "ended", body: {} }, status: "ended", stored: () => undefined });
    await succeed();
    expect(asked[1]?.append).toEqual({
      workspaceId: "default",
      conversationId: "c1",
      epoch: 3,
      events: [{ seq: 2, atMs: 5, type: "ended", body: {} }],
      updatedAt: "2025-10-09T08:53:20.000Z",
      status: "ended",
      seqHighWater: 90,
    });
  });

  test("R6 a store that fails is tried again every second with all that waits, and the trouble is told once", async () => {
    const { clock, asked, told, write, succeed, fail } = openJournal();
    write(1);
    await fail(unavailable);
    write(2);
    expect(asked).toHaveLength(1);
    clock.advance(999);
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await fail(new Error("not even a StoreError"));
    clock.advance(1000);
    expect(asked.map(seqsOf)).toEqual([[1], [1, 2], [1, 2]]);
    expect(told).toEqual(["trouble unavailable"]);
    await succeed();
    expect(told).toEqual(["trouble unavailable", "stored 1", "stored 2"]);
  });

  test("R6 after it worked again, the next silence is told again", async () => {
    const { clock, told, write, succeed, fail } = openJournal();
    write(1);
    await fail(unavailable);
    clock.advance(1000);
    await succeed();
    write(2);
    await fail(new StoreError("full", "the disk is full"));
    expect(told).toEqual(["trouble unavailable", "stored 1", "trouble full"]);
  });

  test.each(["stale-owner", "not-found", "conflict", "closed"] as const)(
    "R7 after `%s` nothing is tried again, and nothing more is taken",
    async (code) => {
      const { clock, asked, told, journal, write, fail } = openJournal();
      write(1);
      write(2);
      await fail(new StoreError(code, "no"));
      clock.advance(10_000);
      write(3);
      expect(asked).toHaveLength(1);
      expect(told).toEqual([`lost ${code}`]);
      expect(await journal.flushed()).toBe(false);
    },
  );

  test("R8 a thousand entries may wait; one more, and nothing can be stored any more", () => {
    const { told, write } = openJournal();
    for (let seq = 1; seq <= 1000; seq += 1) write(seq);
    expect(told).toEqual([]);
    write(1001);
    write(1002);
    expect(told).toEqual(["lost unavailable"]);
  });

  test("R6 flushed waits for everything, through a failure too, and says that all was stored", async () => {
    const { clock, journal, write, succeed, fail } = openJournal();
    expect(await journal.flushed()).toBe(true);
    write(1);
    const flushed = journal.flushed();
    await fail(unavailable);
    expect(await isPending(flushed)).toBe(true);
    clock.advance(1000);
    await succeed();
    expect(await flushed).toBe(true);
  });

  test("R3 closing gives up what waits and says so, stops trying, and tells nothing of what comes back late", async () => {
    const { clock, asked, told, journal, write, succeed } = openJournal();
    write(1);
    const flushed: Promise<boolean> = journal.flushed();
    journal.close();
    expect(await flushed).toBe(false);
    await succeed();
    clock.advance(5000);
    expect(asked).toHaveLength(1);
    expect(told).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  test("R26 a fault while an announcement is told stops the journal, not the process", async () => {
    const { journal, log, told, succeed }: ReturnType<typeof openJournal> & { journal: Journal } = openJournal();
    journal.write({
      event: { seq: 1, atMs: 0, type: "note", body: {} },
      stored() {
        throw new Error("a bug of ours");
      },
    });
    await succeed();
    expect(told).toEqual(["lost unavailable"]);
    expect(log.lines.map((line) => line.level)).toEqual(["error"]);
  });
});
