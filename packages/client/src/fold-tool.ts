import type { InboundProperties, OutboundFrameOf, OutboundProperties } from "@repartee/protocol";

import { appendBounded } from "./bounded-list.ts";
import type { ConversationView, ToolCallView, TurnView } from "./conversation-view.ts";

const MAX_TOOLS = 200;

/** One that was prepared takes its own place when it is told again. */
export function foldToolCall(turn: TurnView, frame: OutboundFrameOf<"conversation.tool_call">): TurnView {
  const { tool_call_id: callId, name, arguments: given, at_ms: atMs, prepared = false } = frame.properties;
  const call: ToolCallView = {
    callId,
    inferenceId: frame.inference_id,
    name,
    arguments: given,
    atMs,
    prepared,
    withdrawn: false,
    result: undefined,
    problem: undefined,
  };
  const known = turn.tools.findIndex((one) => one.prepared && one.callId === callId);
  if (known < 0) return { ...turn, tools: appendBounded(turn.tools, call, MAX_TOOLS) };
  return { ...turn, tools: turn.tools.with(known, { ...call, result: turn.tools[known]?.result }) };
}

/** Its draft is gone: nobody needs the result any more. */
export function foldToolWithdrawal(
  turn: TurnView,
  withdrawn: OutboundProperties<"conversation.tool_call_withdrawn">,
): TurnView {
  return changeCall(turn, withdrawn.tool_call_id, (call) => (call.prepared ? { ...call, withdrawn: true } : call));
}

/** A call that came to nothing. */
export function foldToolProblem(turn: TurnView, callId: string, message: string): TurnView {
  return changeCall(turn, callId, (call) => ({ ...call, problem: message }));
}

/** Calls of a draft that became the reply are ordinary ones, and not told again. */
export function settleCalls(calls: readonly ToolCallView[], inferenceId: string): readonly ToolCallView[] {
  if (!calls.some((call) => call.prepared && call.inferenceId === inferenceId)) return calls;
  return calls.map((call) => (call.inferenceId === inferenceId ? { ...call, prepared: false } : call));
}

/** The view after a result that a client sent: the server takes it in, and tells nobody. Only the first one counts. */
export function foldToolResult(
  view: ConversationView,
  { tool_call_id: callId, output, status = "success" }: InboundProperties<"conversation.tool_result">,
): ConversationView {
  const text = typeof output === "string" ? output : JSON.stringify(output);
  const turns = view.turns.map((turn) =>
    changeCall(turn, callId, (call) => ({ ...call, result: call.result ?? { status, output: text ?? "" } })),
  );
  return turns.every((turn, index) => turn === view.turns[index]) ? view : { ...view, turns };
}

function changeCall(turn: TurnView, callId: string, change: (call: ToolCallView) => ToolCallView): TurnView {
  const index = turn.tools.findLastIndex((call) => call.callId === callId);
  const before = turn.tools[index];
  return before === undefined ? turn : { ...turn, tools: turn.tools.with(index, change(before)) };
}
