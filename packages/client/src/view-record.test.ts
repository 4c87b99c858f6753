import { describe, expect, test } from "vitest";

import { viewRecord } from "./view-record.ts";

const numbers = {
  turn_idx: 1,
  outcome: "completed",
  end_of_turn_reason: "turn_end",
  last_word_at: 900,
  ended_at: 1_000,
  released_at: 1_000,
  first_words_at: 1_100,
  gap_ms: 200,
  head_start_ms: 300,
  drafts: { started: 1, adopted: 1, salvaged: 0, revoked: 0, discarded: 0 },
  rung: "equal",
  tokens: { in: 5, cached: 0, out: 4, wasted: 0 },
  calls: 1,
  tools: 0,
};
const head = { message_type: "conversation", timestamp: "2026-11-23T12:36:36.822Z", turn_idx: 1, inference_id: "i1" };
const events = [
  { ...head, event_type: "conversation.utterance", properties: { role: "user", speech: "are you open", at_ms: 1_000 } },
  {
    ...head,
    event_type: "conversation.utterance",
    properties: { role: "replica", speech: "Until ten.", at_ms: 1_400 },
  },
  { ...head, event_type: "conversation.turn.completed", properties: { ...numbers, at_ms: 1_400 } },
  { ...head, message_type: "system", event_type: "system.shutdown", properties: { reason: "done", at_ms: 2_000 } },
];
const record = { conversation_id: "c1", status: "ended" as const };

describe("viewing a record", () => {
  test("a conversation that is over is seen with its turns, their numbers and its end", () => {
    const view = viewRecord({ ...record, events });
    expect(view.ended).toBe("done");
    expect(view.turns).toHaveLength(1);
    expect(view.turns[0]).toMatchObject({
      turnIdx: 1,
      phase: "completed",
      userText: "are you open",
      reply: { text: "Until ten.", firstWordsAtMs: 1_100 },
      numbers,
    });
  });

  test("events of another version, and broken ones, are left out", () => {
    const odd = [
      { event_type: "conversation.dance" },
      { event_type: "conversation.utterance", properties: { role: "tree", speech: 3 } },
    ];
    expect(viewRecord({ ...record, events: [...odd, ...events] }).turns).toEqual(
      viewRecord({ ...record, events }).turns,
    );
  });
});
