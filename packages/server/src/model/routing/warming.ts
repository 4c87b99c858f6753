import type { Candidate } from "./candidates.ts";
import { isLocal } from "./local-address.ts";
import type { Routing } from "./routing.ts";
import { loadMs } from "./time-limits.ts";

/** Loads local models before they are needed. */
export interface Warming {
  /** Asks each one that may not be loaded for one token, and waits for nothing. */
  warm(pool: readonly Candidate[]): void;
  stop(): void;
}

export function createWarming(routing: Routing): Warming {
  const { client, learned, log } = routing;
  const running = new Map<Candidate["record"], AbortController>();

  async function load({ upstream, record }: Candidate, { signal }: AbortController): Promise<void> {
    const timeouts = { ...upstream.timeouts, firstPartMs: loadMs };
    const capabilities = { ...learned.of(upstream), ...upstream.capabilities };
    const request = {
      upstream: { ...upstream, timeouts, capabilities },
      messages: [{ role: "user" as const, content: "Hello" }],
      tools: [],
      conversationId: "repartee-warm-up",
      parameters: { max_tokens: 1 },
    };
    try {
      for await (const _ of client.stream(request, signal)) record.noteAnswer();
    } catch (cause) {
      // The first turn will tell, to somebody who waits for it.
      log.debug("a local model could not be warmed", { model: upstream.model, cause });
    } finally {
      running.delete(record);
    }
  }

  return {
    warm(pool) {
      for (const candidate of pool) {
        const { upstream, record } = candidate;
        if (!isLocal(upstream) || !record.cold || record.outstanding > 0 || running.has(record)) continue;
        const controller = new AbortController();
        running.set(record, controller);
        void load(candidate, controller);
      }
    },
    stop() {
      for (const controller of running.values()) controller.abort();
    },
  };
}
