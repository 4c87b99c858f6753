import { changeContext } from "../context/context.ts";
import type { ContextEvent } from "../event.ts";
import { change, emit, type Move } from "../move.ts";
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
