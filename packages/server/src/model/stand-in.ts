import type { Clock } from "../ports/clock.ts";
import { ModelError } from "../ports/model-client.ts";
import type { ModelClient, ModelPart, Upstream } from "../ports/model-client.ts";

export interface StandInOptions {
  readonly clock: Clock;
  /** Between two words. */
  readonly gapMs?: number;
}

/** Speaks where a hosted name has no upstream: says that it is a stand-in, and what to configure. */
export function createStandIn({ clock, gapMs = 40 }: StandInOptions): ModelClient {
  return {
    async *stream({ upstream }, signal): AsyncGenerator<ModelPart, undefined> {
      const words = standInText(upstream).split(" ");
      for (const [index, word] of words.entries()) {
        if (index > 0) await pause(clock, gapMs, signal);
        if (signal.aborted) throw aborted(upstream);
        yield { type: "text-delta", text: index === 0 ? word : ` ${word}` };
      }
      if (signal.aborted) throw aborted(upstream);
      yield { type: "finish", reason: "stop" };
    },
  };
}

export function standInText({ name }: Upstream): string {
  return (
    `I am a stand-in: no model is configured for "${name}". ` +
    'Map it in repartee.config.json under "models", or give the persona a base_url.'
  );
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
