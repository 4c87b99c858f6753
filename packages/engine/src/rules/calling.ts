import { changeContext } from "../context/context.ts";
import type { ContextEvent } from "../event.ts";
import { change, emit, type Move } from "../move.ts";
import { findOpenCall, moveCalls } from "../tools/tools.ts";
import { onContextChanged } from "./drafting.ts";

type ToolResult = Extract<ContextEvent, { type: "tool-result" }>;

/** T83 A result answers its call once, and is in the context of the next generation. */
export function onToolResult(move: Move, event: ToolResult): void {
  const { callId, output, status } = event;
  const call = findOpenCall(move.state.tools, callId);
  if (call === undefined) {
    const message = `no tool call ${JSON.stringify(callId)} waits for a result: it was never made, or is answered already`;
    return emit(move, { type: "refusal", code: "unknown_tool_call", message });
  }
  const item = { type: "tool", callId, name: call.name, arguments: call.arguments, output } as const;
  change(move, {
    tools: moveCalls(move.state.tools, "answer", (one) => one === call),
    context: changeContext(move.state.context, { type: "append", item }),
  });
  emit(move, { type: "record", entry: { type: "tool-result", callId, output, status } });
  onContextChanged(move);
}
