import type { ChatMessage } from "@repartee/engine";
import type { Clock } from "../../ports/clock.ts";
import { ModelError } from "../../ports/model-client.ts";
import type { ModelClient, ModelPart, ModelUsage, Upstream } from "../../ports/model-client.ts";
import { composeAnswer } from "./answer.ts";
import { cutIntoPieces } from "./pieces.ts";

export interface UnderstudyOptions {
  readonly clock: Clock;
  /** Until the first word. */
  readonly firstMs?: number;
  /** From word to word. */
  readonly paceMs?: number;
}

/** Speaks where a hosted name has no model: from the persona's own text, and says that it is a stand-in. */
export function createUnderstudy({ clock, firstMs = 150, paceMs = 30 }: UnderstudyOptions): ModelClient {
  return {
    async *stream({ upstream, messages }, signal): AsyncGenerator<ModelPart, undefined> {
      if (signal.aborted) throw aborted(upstream);
      const pieces = cutIntoPieces(composeAnswer(messages, upstream.name));
      for (const [index, text] of pieces.entries()) {
        await pause(clock, index === 0 ? firstMs : paceMs, signal);
        if (signal.aborted) throw aborted(upstream);
        yield { type: "text-delta", text };
      }
      if (signal.aborted) throw aborted(upstream);
      yield { type: "usage", usage: countUsage(messages, pieces.length) };
      yield { type: "finish", reason: "stop" };
    },
  };
}

/** Words for tokens: what costs nothing needs no better count. */
function countUsage(messages: readonly ChatMessage[], out: number): ModelUsage {
  const read = messages.reduce((sum, { content }) => sum + cutIntoPieces(content).length, 0);
  return { in: read, cached: 0, out };
}

function aborted({ name }: Upstream): ModelError {
  return new ModelError("aborted", `the stand-in for ${name} was not heard to the end: it was aborted`, {
    upstream: name,
  });
}

/** Resolves after `ms`, or at once when aborted. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      cancel();
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    signal.addEventListener("abort", wake, { once: true });
  });
}
