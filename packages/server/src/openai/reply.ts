import type { ModelPart, ModelUsage } from "../ports/model-client.ts";
import { tokensOf } from "./window.ts";

/** What a generation has come to, for the end of the answer. */
export interface ReplyEnd {
  readonly reason: string;
  readonly usage: ModelUsage;
}

/** Keeps count of what a generation says, whether it is streamed or answered whole. */
export class ReplyTally {
  #usage: ModelUsage | undefined;
  /** UTF-16 units. */
  #out = 0;
  #calls = 0;

  /** The index of the next tool call. */
  get calls(): number {
    return this.#calls;
  }

  take(part: ModelPart): void {
    if (part.type === "text-delta" || part.type === "reasoning-delta") this.#out += part.text.length;
    else if (part.type === "usage") this.#usage = part.usage;
    else if (part.type === "tool-call") {
      this.#calls += 1;
      this.#out += part.name.length + part.arguments.length;
    }
  }

  /** `promptTokens` is asked where the upstream did not count. */
  end(reason: string, promptTokens: () => number): ReplyEnd {
    return {
      // Some servers call it a stop when a tool was called; loops of agents look at the reason.
      reason: this.#calls > 0 && reason === "stop" ? "tool_calls" : reason,
      usage: this.#usage ?? { in: promptTokens(), cached: 0, out: tokensOf(this.#out) },
    };
  }
}
