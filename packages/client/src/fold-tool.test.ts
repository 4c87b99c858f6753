import type { ReceivedFrame } from "@repartee/protocol";
import { describe, expect, test } from "vitest";

import { createConversationView } from "./conversation-view.ts";
import type { ConversationView } from "./conversation-view.ts";
import { foldConversation } from "./fold-conversation.ts";
import { foldToolResult } from "./fold-tool.ts";
import { frameOf } from "./testing/frames.ts";

const fold = (...frames: readonly ReceivedFrame[]): ConversationView =>
  frames.reduce(foldConversation, createConversationView());
const callsOf = (view: ConversationView) => view.turns.flatMap(({ tools }) => tools);

const head = { turn_idx: 1, inference_id: "i1" };
const call = { name: "find_table", arguments: '{"for":2}', tool_call_id: "call_1" };
const called = frameOf("conversation.tool_call", call, head);
const prepared = frameOf("conversation.tool_call", { ...call, prepared: true }, head);
const withdrawn = frameOf("conversation.tool_call_withdrawn", { tool_call_id: "call_1", inference_id: "i1" }, head);
const committed = frameOf(
  "conversation.turn.committed",
  { turn_idx: 1, inference_id: "i1", reason: "turn_end", transcript: "a table", rung: "equal", grace_ms: 0 },
  head,
);

describe("a tool call", () => {
  test("stands in its turn, as the model made it, and is open", () => {
    expect(callsOf(fold(called))).toEqual([
      {
        callId: "call_1",
        inferenceId: "i1",
        name: "find_table",
        arguments: '{"for":2}',
        atMs: undefined,
        prepared: false,
        withdrawn: false,
        result: undefined,
        problem: undefined,
      },
    ]);
  });

  test("of a draft that died stays, and is withdrawn", () => {
    expect(callsOf(fold(prepared))).toMatchObject([{ prepared: true, withdrawn: false }]);
    expect(callsOf(fold(prepared, withdrawn))).toMatchObject([{ prepared: true, withdrawn: true }]);
  });

  test("of a draft that became the reply is an ordinary one, and is not told again", () => {
    expect(callsOf(fold(prepared, committed))).toMatchObject([{ prepared: false, withdrawn: false }]);
    expect(callsOf(fold(prepared, committed, withdrawn))).toMatchObject([{ withdrawn: false }]);
  });

  test("that is told again stands once, with the result that it has", () => {
    const answered = foldToolResult(fold(prepared), { tool_call_id: "call_1", output: "window" });
    expect(callsOf(foldConversation(answered, called))).toMatchObject([
      { prepared: false, result: { status: "success", output: "window" } },
    ]);
  });

  test("has the first result that was sent, JSON where that was no text", () => {
    const open = fold(called);
    const first = foldToolResult(open, { tool_call_id: "call_1", output: { free: ["window"] }, status: "error" });
    const second = foldToolResult(first, { tool_call_id: "call_1", output: "late" });
    expect(callsOf(second)).toMatchObject([{ result: { status: "error", output: '{"free":["window"]}' } }]);
    expect(foldToolResult(open, { tool_call_id: "call_2", output: "" })).toBe(open);
  });

  test("that came to nothing says why, and its turn has not failed", () => {
    const late = { code: "tool_timeout", message: "find_table: no result in 30 s", tool_call_id: "call_1" } as const;
    const [turn] = fold(called, frameOf("conversation.error", late, head)).turns;
    expect(turn?.tools).toMatchObject([{ problem: "find_table: no result in 30 s" }]);
    expect(turn?.errors).toEqual([]);
  });

  test("that nobody was told of cannot hold its problem: the turn does", () => {
    const wrong = { code: "tool_arguments_invalid", message: "seats: not a number", tool_call_id: "call_9" } as const;
    const [turn] = fold(committed, frameOf("conversation.error", wrong, head)).turns;
    expect(turn?.errors).toMatchObject([{ code: "tool_arguments_invalid" }]);
  });
});
