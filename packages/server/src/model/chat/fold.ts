import type { ModelPart, ModelUsage } from "../../ports/model-client.ts";
import type { ChatChunk } from "./chunk.ts";
import { ToolCalls } from "./tool-calls.ts";

const none: readonly ModelPart[] = [];

/** Turns chunks into parts: words at once, tool calls when they are whole, usage and `finish` at the end. */
export class ReplyFold {
  readonly #calls: ToolCalls;
  #usage: ModelUsage | undefined;
  #finishReason: string | undefined;
  #usageAfterFinish = false;
  #called = false;

  constructor(createCallId: () => string) {
    this.#calls = new ToolCalls(createCallId);
  }

  /** The model has said that it is done. */
  get finished(): boolean {
    return this.#finishReason !== undefined;
  }

  /** The model is done and has counted its tokens: there is nothing left to wait for. */
  get complete(): boolean {
    return this.finished && this.#usageAfterFinish;
  }

  /** The parts of one chunk, or what is wrong with it. After the finish reason only usage is read. */
  take(chunk: ChatChunk): readonly ModelPart[] | string {
    if (chunk.usage !== undefined) this.#usage = chunk.usage;
    if (this.finished) {
      this.#usageAfterFinish ||= chunk.usage !== undefined;
      return none;
    }
    for (const fragment of chunk.fragments) {
      const problem = this.#calls.add(fragment);
      if (problem !== undefined) return problem;
    }
    if (chunk.finishReason === undefined) return deltas(chunk);
    this.#finishReason = chunk.finishReason;
    this.#usageAfterFinish = chunk.usage !== undefined;
    return [...deltas(chunk), ...this.#takeCalls()];
  }

  /** What is left at a proper end: the last part is `finish`. */
  end(): readonly ModelPart[] {
    const calls = this.#takeCalls();
    const usage: readonly ModelPart[] = this.#usage === undefined ? none : [{ type: "usage", usage: this.#usage }];
    const reason = this.#finishReason ?? (this.#called ? "tool_calls" : "stop");
    return [...calls, ...usage, { type: "finish", reason }];
  }

  #takeCalls(): readonly ModelPart[] {
    this.#called ||= !this.#calls.empty;
    return this.#calls.take();
  }
}

function deltas({ text, reasoning }: ChatChunk): readonly ModelPart[] {
  if (reasoning === "") return text === "" ? none : [{ type: "text-delta", text }];
  if (text === "") return [{ type: "reasoning-delta", text: reasoning }];
  return [
    { type: "reasoning-delta", text: reasoning },
    { type: "text-delta", text },
  ];
}
