import type { Entry, TurnNumbers } from "@repartee/engine";
import { readOutbound } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import type { ConversationEvent } from "../ports/store.ts";
import { toRecord } from "./conversation-record.ts";
import { framesPerEntry, toEntryFrames } from "./entry-frames.ts";
import { readCreatedEvent, readStoredEvent, toCreatedEvent, toStoredEvent } from "./entry-store.ts";

const numbers: TurnNumbers = {
  turnIdx: 1,
  outcome: "completed",
  endOfTurnReason: "turn_end",
  lastWordAt: 100,
  endedAt: 150,
  releasedAt: 150,
  firstWordsAt: 180,
  gapMs: 80,
  headStartMs: 40,
  drafts: { started: 2, adopted: 1, salvaged: 0, revoked: 1, discarded: 0 },
  rung: "equal",
  tokens: { in: 20, cached: 0, out: 5, wasted: 3, wastedIn: 18 },
  cost: 0.002,
  context: { tokens: 21, limit: 32_000, soft: 25_000 },
  calls: 2,
  tools: 0,
};
const about = { turnIdx: 1, draftId: "i1" };
const release: Entry = { type: "release", ...about, text: "Hello?", reason: "turn_end" };
const reply: Extract<Entry, { type: "reply" }> = {
  type: "reply",
  ...about,
  purpose: "reply",
  text: "Hi, I am Mara.",
  heard: "Hi, I am Mara.",
  outcome: "completed",
  numbers,
};
const failed: Entry = {
  ...reply,
  text: "Hi,",
  heard: "Hi,",
  outcome: "failed",
  numbers: { ...numbers, outcome: "failed", firstWordsAt: undefined, gapMs: undefined, rung: undefined },
  problem: { code: "model_failed", message: "it broke", upstream: "m at http://h/v1", status: 503 },
};

function read(entry: Entry) {
  return toEntryFrames(entry, 700).map((frame, index) => {
    const result = readOutbound(JSON.parse(JSON.stringify({ ...frame, seq: index, timestamp: 1 })));
    if (!result.ok) throw new Error(result.message);
    return result.frame;
  });
}

describe("what is told of an entry when it is stored", () => {
  test("L19 the user's words are an utterance; a turn without any says nothing", () => {
    expect(read(release)).toMatchObject([
      {
        event_type: "conversation.utterance",
        turn_idx: 1,
        inference_id: "i1",
        properties: { role: "user", speech: "Hello?", at_ms: 700 },
      },
    ]);
    expect(read({ ...release, text: "" })).toEqual([]);
  });

  test("L20 a reply is its utterance and then the end of its turn, with every number", () => {
    expect(read(reply)).toMatchObject([
      { event_type: "conversation.utterance", properties: { role: "replica", speech: "Hi, I am Mara." } },
      {
        event_type: "conversation.turn.completed",
        properties: {
          turn_idx: 1,
          outcome: "completed",
          end_of_turn_reason: "turn_end",
          last_word_at: 100,
          ended_at: 150,
          released_at: 150,
          first_words_at: 180,
          gap_ms: 80,
          head_start_ms: 40,
          drafts: { started: 2, adopted: 1, salvaged: 0, revoked: 1, discarded: 0 },
          rung: "equal",
          tokens: { in: 20, cached: 0, out: 5, wasted: 3, wasted_in: 18 },
          cost: 0.002,
          context: { tokens: 21, limit: 32_000, soft: 25_000 },
          calls: 2,
          tools: 0,
          at_ms: 700,
        },
      },
    ]);
  });

  test("L21 a turn that failed tells what was said, then why, then its end, with null where there is no number", () => {
    const frames = read(failed);
    expect(frames.map((frame) => frame.event_type)).toEqual([
      "conversation.utterance",
      "conversation.error",
      "conversation.turn.completed",
    ]);
    expect(frames[1]).toMatchObject({
      properties: { code: "model_failed", message: "it broke", upstream: "m at http://h/v1", status: 503 },
    });
    expect(frames[2]).toMatchObject({
      properties: { outcome: "failed", first_words_at: null, gap_ms: null, rung: null },
    });
  });

  test("L20 an interrupted utterance is told whole, and says that it was interrupted; a silent turn has none", () => {
    const interrupted = { ...reply, outcome: "interrupted", heard: "Hi," } as const;
    expect(read(interrupted)[0]).toMatchObject({ properties: { speech: "Hi, I am Mara.", interrupted: true } });
    const silent = { ...reply, text: "", heard: "", outcome: "silent" } as const;
    expect(read(silent).map((frame) => frame.event_type)).toEqual(["conversation.turn.completed"]);
  });

  const made = { callId: "t1", name: "look", arguments: "{}", round: 0, upTo: 0 };
  const toolCall = { type: "tool-call", ...about, ...made } as const;

  test("L34 a call that was told before its commit is not told again, and one that nobody has to make never", () => {
    expect(read({ ...toolCall, dueAt: 30_000, prepared: true })).toEqual([]);
    expect(read(toolCall)).toEqual([]);
  });

  test("L18 a tool call and the end are told; a context and a tool's result are only stored", () => {
    expect(read({ ...toolCall, dueAt: 30_000 })).toMatchObject([
      {
        event_type: "conversation.tool_call",
        properties: { name: "look", arguments: "{}", tool_call_id: "t1" },
      },
    ]);
    expect(read({ type: "ended", reason: "done" })).toMatchObject([
      { event_type: "system.shutdown", message_type: "system", properties: { reason: "done" } },
    ]);
    expect(read({ type: "context", change: "append", text: "x" })).toEqual([]);
    expect(read({ type: "tool-result", callId: "t1", output: "42", status: "success" })).toEqual([]);
  });

  test("R12 an entry that was stored and read again is told the same, within the numbers it reserved", () => {
    for (const entry of [release, reply, failed]) {
      const stored = readStoredEvent(JSON.parse(JSON.stringify(toStoredEvent(5, 700, entry))));
      expect(stored).toBeDefined();
      const again = toEntryFrames(stored!.entry, stored!.at);
      expect(JSON.stringify(again)).toBe(JSON.stringify(toEntryFrames(entry, 700)));
      expect(again.length).toBeLessThanOrEqual(framesPerEntry);
    }
  });
});

describe("the rows of a conversation", () => {
  const created = { persona: { a: 1 }, personaId: "p1", conversation: {}, createdAt: "2026-01-01T00:00:00.000Z" };

  test("R12 the first row is read as it was written, and anything else in its place is told", () => {
    expect(readCreatedEvent(toCreatedEvent(1, created))).toEqual(created);
    expect(() => readCreatedEvent(undefined)).toThrow(/not its creation/);
    expect(() => readCreatedEvent(toStoredEvent(1, 0, release))).toThrow(/not its creation/);
  });

  test("R12 a row of a newer version is left out rather than misread", () => {
    expect(readStoredEvent({ seq: 9, atMs: 1, type: "dream", body: {} })).toBeUndefined();
    expect(readStoredEvent({ seq: 9, atMs: 1, type: "constructor", body: {} })).toBeUndefined();
    expect(readStoredEvent(toCreatedEvent(1, created))).toBeUndefined();
  });

  test("L33 a record holds every announced event, and the talk as it was heard", () => {
    const row = {
      workspaceId: "default",
      conversationId: "c1",
      personaId: "p1",
      status: "ended",
      body: {},
      createdAt: created.createdAt,
      updatedAt: created.createdAt,
    } as const;
    const second = { ...reply, turnIdx: 2, draftId: "i2", outcome: "interrupted", heard: "Hi," } as const;
    const entries: readonly Entry[] = [
      release,
      reply,
      { ...release, turnIdx: 2, draftId: "i2", text: "" },
      second,
      { type: "ended", reason: "done" },
    ];
    const events: readonly ConversationEvent[] = [
      toCreatedEvent(1, created),
      ...entries.map((entry, index) => toStoredEvent(2 + index, 1000 * (index + 1), entry)),
    ];
    const record = toRecord(row, events);
    expect(record.transcript).toEqual([
      { role: "user", content: "Hello?", timestamp: 1_767_225_601, seconds_from_start: 1, inference_id: "i1" },
      {
        role: "assistant",
        content: "Hi, I am Mara.",
        timestamp: 1_767_225_600.18,
        seconds_from_start: 0.18,
        inference_id: "i1",
      },
      {
        role: "assistant",
        content: "Hi,",
        timestamp: 1_767_225_600.18,
        seconds_from_start: 0.18,
        inference_id: "i2",
      },
    ]);
    expect(record.shutdownReason).toBe("done");
    expect(record.events.map((event) => event["event_type"])).toEqual([
      "conversation.utterance",
      "conversation.utterance",
      "conversation.turn.completed",
      "conversation.utterance",
      "conversation.turn.completed",
      "system.shutdown",
    ]);
    expect(record.events[0]).toEqual({
      event_type: "conversation.utterance",
      message_type: "conversation",
      timestamp: "2026-01-01T00:00:01.000Z",
      turn_idx: 1,
      inference_id: "i1",
      properties: { role: "user", speech: "Hello?", at_ms: 1000 },
    });
  });
});
