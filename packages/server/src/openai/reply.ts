import type { ModelPart, ModelPrice, ModelUsage } from "../ports/model-client.ts";
import { tokensOf } from "./window.ts";

/** What a generation has come to, for the end of the answer. */
export interface ReplyEnd {
  readonly reason: string;
  readonly usage: ModelUsage;
  /** Of who answered. */
  readonly price: ModelPrice | undefined;
}

/** Keeps count of what a generation says, whether it is streamed or answered whole. */
export class ReplyTally {
  #usage: ModelUsage | undefined;
  #price: ModelPrice | undefined;
  /** UTF-16 units. */
  #out = 0;
  #calls = 0;

  /** `price`: of who was asked. */
  constructor(price: ModelPrice | undefined) {
    this.#price = price;
  }

  /** The index of the next tool call. */
  get calls(): number {
    return this.#calls;
  }

  take(part: ModelPart): void {
    if (part.type === "text-delta" || part.type === "reasoning-delta") this.#out += part.text.length;
    else if (part.type === "usage") this.#usage = part.usage;
    else if (part.type === "served") this.#price = part.price;
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
      price: this.#price,
    };
  }
}
