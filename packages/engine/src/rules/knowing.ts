import { changeContext } from "../context/context.ts";
import type { ContextEvent } from "../event.ts";
import { change, emit, type Move } from "../move.ts";
import { findOpenCall, moveCalls } from "../tools/tools.ts";
import { onContextChanged } from "./drafting.ts";

type On<T extends ContextEvent["type"]> = Extract<ContextEvent, { type: T }>;

/** T80 The conversational context is replaced; drafts that knew the old one are revoked. */
export function onOverwrite(move: Move, event: On<"context-overwrite">): void {
  change(move, { context: changeContext(move.state.context, { type: "overwrite", text: event.text }) });
  emit(move, { type: "record", entry: { type: "context", change: "overwrite", text: event.text } });
  onContextChanged(move);
}

/** T81 What is appended stands in the history where it came, so that the prefix before it stays byte-identical. */
export function onAppend(move: Move, event: On<"context-append">): void {
  if (event.text.trim() === "") return;
  change(move, {
    context: changeContext(move.state.context, { type: "append", item: { type: "note", text: event.text } }),
  });
  emit(move, { type: "record", entry: { type: "context", change: "append", text: event.text } });
  onContextChanged(move);
}

/** T82 Perception is soft: the next generation sees it, a running draft lives on. */
export function onPerception(move: Move, event: On<"perception-update">): void {
  change(move, { context: changeContext(move.state.context, { type: "perceive", text: event.text }) });
}

/** T83 A result answers its call once, and is in the context of the next generation. */
export function onToolResult(move: Move, event: On<"tool-result">): void {
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
