import type { TraceParts } from "./generation-trace.ts";
import type { SpanAttributes, TracedSpan } from "./tracer.ts";

export interface StartedCall {
  readonly callId: string;
  readonly name: string;
  readonly arguments: string;
}

/** TM13 The tool calls of a conversation as spans, each from its call to its result; they may outlive their turn. */
export class ToolSpans {
  readonly #parts: TraceParts;
  readonly #open = new Map<string, TracedSpan>();

  constructor(parts: TraceParts) {
    this.#parts = parts;
  }

  /** One that was told before the commit goes on. */
  start({ callId, name, arguments: given }: StartedCall, parent: TracedSpan | undefined): void {
    if (this.#open.has(callId)) return;
    const { tracer, clock, content } = this.#parts;
    const span = tracer.start(`execute_tool ${name}`, {
      kind: "internal",
      at: clock.wall(),
      parent,
      attributes: {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": name,
        "gen_ai.tool.type": "function",
        "gen_ai.tool.call.id": callId,
        ...(content ? { "gen_ai.tool.call.arguments": given } : {}),
      },
    });
    this.#open.set(callId, span);
  }

  answer(callId: string, result: { readonly output: string; readonly outcome: "success" | "error" | "expired" }): void {
    const { output, outcome } = result;
    const span = this.#open.get(callId);
    if (outcome !== "success") span?.fail(outcome);
    const content = this.#parts.content ? { "gen_ai.tool.call.result": output } : {};
    this.#end(callId, { "repartee.tool.outcome": outcome, ...content });
  }

  withdraw(callId: string): void {
    this.#end(callId, { "repartee.tool.outcome": "withdrawn" });
  }

  /** Nobody will answer them here. */
  endAll(): void {
    for (const callId of this.#open.keys()) this.#end(callId, { "repartee.tool.outcome": "unanswered" });
  }

  #end(callId: string, attributes: SpanAttributes): void {
    const span = this.#open.get(callId);
    span?.set(attributes);
    span?.end(this.#parts.clock.wall());
    this.#open.delete(callId);
  }
}
