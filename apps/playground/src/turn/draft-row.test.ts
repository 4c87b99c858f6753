import { createConversationView, foldConversation } from "@repartee/client";
import type { TurnView } from "@repartee/client";
import { parseOutbound } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { toDraftRows } from "./draft-row.ts";
import { formatMs } from "./format.ts";
import { gapOf, nameOfTurn } from "./turn-facts.ts";

type Said = readonly [type: string, id: string, properties: Readonly<Record<string, unknown>>];

/** The turn that these frames make. */
function turnOf(...said: readonly Said[]): TurnView {
  const view = said.reduce((before, [type, id, properties], index) => {
    const head = { message_type: "conversation", event_type: `conversation.${type}`, turn_idx: 1, seq: index + 1 };
    const result = parseOutbound(JSON.stringify({ ...head, inference_id: id, timestamp: 0, properties }));
    if (!result.ok) throw new Error(result.message);
    return foldConversation(before, result.frame);
  }, createConversationView());
  const [turn] = view.turns;
  if (turn === undefined) throw new Error("no turn");
  return turn;
}

const started = (id: string, transcript: string, at: number): Said => [
  "draft.started",
  id,
  { inference_id: id, reason: "pause", transcript, at_ms: at },
];
const revoked: Said = ["draft.revoked", "a", { inference_id: "a", reason: "contradicted", tokens: 6, at_ms: 1_300 }];
const adopted: Said = ["draft.adopted", "b", { inference_id: "b", rung: "equal", head_start_ms: 300, at_ms: 1_800 }];
const committed = (id: string, rung: string | null): Said => [
  "turn.committed",
  id,
  { turn_idx: 1, inference_id: id, reason: "turn_end", transcript: "a table", rung, grace_ms: 0, at_ms: 1_800 },
];
const words = (at: number): Said => ["replica.delta", "b", { text: "Of course.", index: 0, at_ms: at }];

describe("the drafts of a turn", () => {
  test("while it is open their times are the conversation's, and what runs has no end", () => {
    expect(toDraftRows(turnOf(started("a", "a table", 900)))).toEqual([
      {
        id: "a",
        fate: "running",
        transcript: "a table",
        startReason: "a pause in the words",
        endReason: undefined,
        span: `at ${formatMs(900)}`,
        tokens: undefined,
      },
    ]);
  });

  test("once it has ended their times are from its end", () => {
    const turn = turnOf(
      started("a", "a", 800),
      revoked,
      started("b", "a table", 1_500),
      committed("b", "equal"),
      adopted,
    );
    expect(toDraftRows(turn).map(({ fate, span, tokens, endReason }) => ({ fate, span, tokens, endReason }))).toEqual([
      { fate: "revoked", span: `${formatMs(-1_000)} to ${formatMs(-500)}`, tokens: 6, endReason: "the words changed" },
      {
        fate: "adopted",
        span: formatMs(-300),
        tokens: undefined,
        endReason: "it answers the words that were said",
      },
    ]);
  });

  test("where none fitted, the answer that was asked for at the end is told as well", () => {
    const rows = toDraftRows(turnOf(started("a", "a", 800), revoked, committed("c", null)));
    expect(rows.map(({ fate, startReason }) => [fate, startReason])).toEqual([
      ["revoked", "a pause in the words"],
      ["asked", "the turn ended and no draft fitted"],
    ]);
  });

  test("a reason of a newer server is told as it came", () => {
    const odd: Said = ["draft.discarded", "a", { inference_id: "a", reason: "full_moon", tokens: 0, at_ms: 900 }];
    expect(toDraftRows(turnOf(started("a", "a", 800), odd))[0]?.endReason).toBe("full_moon");
  });
});

describe("what the user waited", () => {
  test("is known as soon as the first words are there", () => {
    const heard: Said = [
      "utterance.streaming",
      "b",
      { role: "user", speech: "a table", content_index: 0, final: false, at_ms: 1_400 },
    ];
    const before = turnOf(heard, started("b", "a table", 1_500), committed("b", "equal"), adopted);
    expect(gapOf(before)).toBeUndefined();
    const after = turnOf(heard, started("b", "a table", 1_500), committed("b", "equal"), adopted, words(1_900));
    expect(gapOf(after)).toBe(500);
    expect(nameOfTurn(after)).toBe(`Turn 1, first words after ${formatMs(500)}, draft 1 adopted`);
  });

  test("is nothing where the agent spoke first", () => {
    expect(gapOf(turnOf(words(20)))).toBeUndefined();
  });
});

describe("milliseconds", () => {
  test("are read as people read them", () => {
    expect([0, 212, -840, 999.6, 1_240, 12_340].map(formatMs)).toEqual(
      ["0 ms", "212 ms", "−840 ms", "1000 ms", "1.24 s", "12.3 s"].map((text) => text.replace(" ", "\u202f")),
    );
  });
});
