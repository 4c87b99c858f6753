import { createConversationView, foldConversation, type TurnView } from "@repartee/client";
import type { OutboundFrame, OutboundProperties } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { numbersLine } from "./numbers-line.ts";
import { turnReport } from "./turn-report.ts";

type Completed = OutboundProperties<"conversation.turn.completed">;

const none = { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 };
const plain: Completed = {
  turn_idx: 1,
  outcome: "completed",
  end_of_turn_reason: "turn_end",
  last_word_at: 4500,
  ended_at: 5000,
  released_at: 5000,
  first_words_at: 5212,
  gap_ms: 712,
  head_start_ms: 0,
  drafts: none,
  rung: null,
  tokens: { in: 120, cached: 100, out: 84, wasted: 0 },
  calls: 1,
  tools: 0,
};

function frame(event_type: string, properties: object): OutboundFrame {
  const head = { message_type: "conversation", seq: 1, timestamp: 0, turn_idx: 1, inference_id: "d2" };
  return { ...head, event_type, properties } as unknown as OutboundFrame;
}

const drafts = [
  frame("conversation.draft.started", { inference_id: "d1", reason: "pause", transcript: "a table", at_ms: 4000 }),
  frame("conversation.draft.revoked", { inference_id: "d1", reason: "contradiction", tokens: 12, at_ms: 4300 }),
  frame("conversation.draft.started", {
    inference_id: "d2",
    reason: "pause",
    transcript: "a table for two",
    at_ms: 4520,
  }),
  frame("conversation.draft.adopted", { inference_id: "d2", rung: "equal", head_start_ms: 480, at_ms: 5000 }),
];

function turnOf(completed: Partial<Completed>, frames: readonly OutboundFrame[] = []): TurnView {
  const all = [...frames, frame("conversation.turn.completed", { ...plain, ...completed })];
  return all.reduce(foldConversation, createConversationView()).turns[0]!;
}

describe("the numbers of a turn in one line", () => {
  test.each<[string, Partial<Completed>]>([
    ["212 ms to first words · 84 tokens", {}],
    ["712 ms from your last word to the first words · 84 tokens", { end_of_turn_reason: "silence" }],
    ["84 tokens", { end_of_turn_reason: "greeting" }],
    ["12.3 s to first words · 84 tokens", { first_words_at: 17_300 }],
    ["212 ms to first words · its draft did not fit · 84 tokens", { drafts: { ...none, started: 1, discarded: 1 } }],
    ["212 ms to first words · none of 3 drafts fitted · 84 tokens", { drafts: { ...none, started: 3, revoked: 3 } }],
    ["interrupted · 212 ms to first words · 84 tokens", { outcome: "interrupted" }],
    [
      "no words came · 1 tool call",
      { outcome: "silent", first_words_at: null, tokens: { in: 1, cached: 0, out: 0, wasted: 0 }, tools: 1 },
    ],
    [
      "failed · 1 token, 3 wasted",
      {
        outcome: "failed",
        first_words_at: null,
        drafts: { ...none, started: 1, discarded: 1 },
        tokens: { in: 1, cached: 0, out: 1, wasted: 3 },
      },
    ],
  ])("%s", (line, completed) => expect(numbersLine(turnOf(completed))).toBe(line));

  const adopted = {
    drafts: { ...none, started: 2, adopted: 1, revoked: 1 },
    head_start_ms: 480,
    tokens: { in: 120, cached: 100, out: 84, wasted: 12 },
  };

  test("names the draft that was adopted, where it was seen", () => {
    const rest = "adopted, 480 ms ahead · 84 tokens, 12 wasted";
    expect(numbersLine(turnOf(adopted, drafts))).toBe(`212 ms to first words · draft 2 of 2 ${rest}`);
    expect(numbersLine(turnOf(adopted))).toBe(`212 ms to first words · 1 of 2 drafts ${rest}`);
  });

  test("the report of a turn has every draft with its times, before and after the end of the turn", () => {
    expect(turnReport(turnOf(adopted, drafts)).join("\n")).toMatchInlineSnapshot(`
      "turn 1    212 ms to first words · draft 2 of 2 adopted, 480 ms ahead · 84 tokens, 12 wasted
      you       “a table for two”
      draft 1   “a table” began −1.00 s, revoked (contradiction) −700 ms, 12 tokens wasted
      draft 2   “a table for two” began −480 ms, adopted +0 ms
      ended by  turn_end
      first     words at +212 ms
      gap       712 ms from your last word
      tokens    120 in (100 cached), 84 out, 12 wasted
      calls     1 to the model, 0 to tools"
    `);
  });
});
