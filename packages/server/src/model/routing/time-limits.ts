import type { ModelTimeouts, Upstream } from "../../ports/model-client.ts";

/** To the first useful part where another upstream could still answer. */
const hurryMs = 2500;
/** To the first useful part of the last that could: whoever came so far waits. */
const lastMs = 10_000;
/** To the first useful part of a model that has to be read from a disk first. */
export const loadMs = 120_000;

export interface Place {
  /** Nobody else could answer, from the start. */
  readonly alone: boolean;
  /** Nobody else is left. */
  readonly last: boolean;
  /** A local model that may have to be loaded. */
  readonly cold: boolean;
}

/** How long an upstream is waited for, by what else could answer. A limit that somebody has set is kept to. */
export function timeLimits({ timeouts, hurryMs: set }: Upstream, { alone, last, cold }: Place): ModelTimeouts {
  if (!last) return { ...timeouts, firstPartMs: set ?? hurryMs };
  if (cold && set === undefined) return { ...timeouts, firstPartMs: loadMs };
  return alone ? timeouts : { ...timeouts, firstPartMs: Math.max(timeouts.firstPartMs, lastMs) };
}
