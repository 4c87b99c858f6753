import { readOutbound } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { toFrame, toStreamingFrame, type ToldEffect } from "./effect-frames.ts";
import type { UnsentFrame } from "./frame.ts";

const about = { turnIdx: 3, draftId: "i7" };
const headed = { message_type: "conversation", turn_idx: 3, inference_id: "i7" };

/** One effect of every type, with the event that it is told as and what it says. */
const told: readonly [effect: ToldEffect, event: string, properties: object][] = [
  [
    { type: "turn-commit", ...about, reason: "turn_end", transcript: "hi", rung: "equal", graceMs: 300 },
    "turn.committed",
    { turn_idx: 3, inference_id: "i7", reason: "turn_end", transcript: "hi", rung: "equal", grace_ms: 300 },
  ],
  [
    { type: "turn-commit", ...about, reason: "silence", transcript: "hi", rung: undefined, graceMs: 0 },
    "turn.committed",
    { turn_idx: 3, inference_id: "i7", reason: "silence", transcript: "hi", rung: null, grace_ms: 0 },
  ],
  [
    { type: "turn-reopen", ...about, reason: "user_went_on" },
    "turn.reopened",
    { turn_idx: 3, inference_id: "i7", reason: "user_went_on" },
  ],
  [{ type: "speech-start", ...about }, "replica.started_speaking", {}],
  [{ type: "speech-delta", ...about, index: 2, text: "c", whole: "abc" }, "replica.delta", { text: "c", index: 2 }],
  [
    { type: "speech-clause", ...about, index: 1, text: "Yes.", final: false },
    "replica.clause",
    { text: "Yes.", index: 1 },
  ],
  [
    { type: "speech-clause", ...about, index: 2, text: "", final: true },
    "replica.clause",
    { text: "", index: 2, final: true },
  ],
  [
    { type: "speech-stop", ...about, interrupted: true, durationMs: 1500 },
    "replica.stopped_speaking",
    { duration: 1.5, interrupted: true },
  ],
  [
    { type: "draft-start", ...about, reason: "pause", transcript: "hi" },
    "draft.started",
    { inference_id: "i7", reason: "pause", transcript: "hi" },
  ],
  [
    { type: "draft-clause", ...about, index: 1, text: "Of course, sir." },
    "replica.clause",
    { index: 1, text: "Of course, sir.", prepared: true },
  ],
  [{ type: "draft-withdraw", ...about }, "replica.clause_withdrawn", { inference_id: "i7" }],
  [
    { type: "tool-prepare", ...about, callId: "c1", name: "read", arguments: "{}" },
    "tool_call",
    { tool_call_id: "c1", name: "read", arguments: "{}", prepared: true },
  ],
  [
    { type: "tool-withdraw", ...about, callId: "c1" },
    "tool_call_withdrawn",
    { tool_call_id: "c1", inference_id: "i7" },
  ],
  [
    { type: "tool-problem", ...about, callId: "c1", code: "tool_timeout", message: "too late" },
    "error",
    { code: "tool_timeout", message: "too late", tool_call_id: "c1" },
  ],
  [
    { type: "draft-adopt", ...about, rung: "equal", headStartMs: 420 },
    "draft.adopted",
    { inference_id: "i7", rung: "equal", head_start_ms: 420 },
  ],
  [
    { type: "draft-revoke", ...about, reason: "contradicted", tokens: 4 },
    "draft.revoked",
    { inference_id: "i7", reason: "contradicted", tokens: 4 },
  ],
  [
    { type: "draft-discard", ...about, reason: "turn_ended", tokens: 0 },
    "draft.discarded",
    { inference_id: "i7", reason: "turn_ended", tokens: 0 },
  ],
];

/** Those that belong to no draft. */
const apart: readonly [effect: ToldEffect, event: string, properties: object][] = [
  [{ type: "user-start", turnIdx: 3 }, "user.started_speaking", {}],
  [{ type: "user-stop", turnIdx: 3 }, "user.stopped_speaking", {}],
  [
    { type: "user-words", turnIdx: 3, text: "hi th" },
    "utterance.streaming",
    { role: "user", speech: "hi th", content_index: 0, final: false },
  ],
  [
    { type: "warning", code: "silent_reply", message: "nothing", turnIdx: 3 },
    "warning",
    { code: "silent_reply", message: "nothing" },
  ],
  [{ type: "refusal", code: "queue_full", message: "full" }, "error", { code: "queue_full", message: "full" }],
];

function asRead(frame: UnsentFrame): unknown {
  const read = readOutbound(JSON.parse(JSON.stringify({ ...frame, seq: 1, timestamp: 2, conversation_id: "c1" })));
  if (!read.ok) throw new Error(read.message);
  return read.frame;
}

describe("effects on the wire", () => {
  test.each(told)("L18 %j", (effect, event, properties) => {
    expect(asRead(toFrame(effect, 900))).toEqual({
      ...headed,
      conversation_id: "c1",
      seq: 1,
      timestamp: 2,
      event_type: `conversation.${event}`,
      properties: { ...properties, at_ms: 900 },
    });
  });

  test.each(apart)("L18 %j", (effect, event, properties) => {
    expect(asRead(toFrame(effect, 900))).toEqual({
      message_type: "conversation",
      conversation_id: "c1",
      seq: 1,
      timestamp: 2,
      event_type: `conversation.${event}`,
      ...("turnIdx" in effect ? { turn_idx: 3 } : {}),
      properties: { ...properties, at_ms: 900 },
    });
  });

  test("L22 who asked for `streaming` is told the whole of it with every delta", () => {
    const frame = toStreamingFrame({ type: "speech-delta", ...about, index: 2, text: "c", whole: "abc" }, 900);
    expect(asRead(frame)).toMatchObject({
      event_type: "conversation.utterance.streaming",
      inference_id: "i7",
      properties: { role: "replica", speech: "abc", content_index: 2, final: false },
    });
  });
});
