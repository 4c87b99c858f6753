import type { Upstream } from "../ports/model-client.ts";

/** How upstreams' counts of tokens compare with ours: what one conversation learned, the next begins with. */
export interface TokenScales {
  of(upstream: Upstream): number | undefined;
  learn(upstream: Upstream, scale: number): void;
}

/** How many upstreams are remembered; custom LLMs are as many as their users want. */
const mostUpstreams = 1000;

export function createTokenScales(): TokenScales {
  const scales = new Map<string, number>();
  return {
    of: (upstream) => scales.get(keyOf(upstream)),
    learn(upstream, scale) {
      const key = keyOf(upstream);
      scales.delete(key);
      scales.set(key, scale);
      for (const oldest of scales.keys()) {
        if (scales.size <= mostUpstreams) return;
        scales.delete(oldest);
      }
    },
  };
}

function keyOf({ name, model, baseUrl = "" }: Upstream): string {
  return JSON.stringify([name, model, baseUrl]);
}
