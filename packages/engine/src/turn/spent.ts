import type { Usage } from "../event.ts";

/** The newest request of a draft, and what of its earlier ones was never reported. */
export interface AskedRequest {
  /** Its tokens as they are counted here, and as the upstream is expected to count them. */
  readonly counted: number;
  readonly tokens: number;
  /** Estimates for earlier requests of the same draft whose tokens were not reported. */
  readonly unreported: Usage;
  /** What was reported before it. */
  readonly reported: Usage | undefined;
  /** How much text there was before it, in UTF-16 units. */
  readonly chars: number;
}

/** What tokens cost, per million, in the operator's currency. */
export interface Price {
  readonly in: number;
  readonly cached: number;
  readonly out: number;
}

export const nothingSpent: Usage = { in: 0, cached: 0, out: 0 };

export function addUsage(one: Usage, other: Usage): Usage {
  return { in: one.in + other.in, cached: one.cached + other.cached, out: one.out + other.out };
}

/** C15 What so many tokens cost; `in` counts cached ones too. Whole billionths, so that sums stay readable. */
export function costOf(usage: Usage, price: Price): number {
  const cached = Math.min(usage.cached, usage.in);
  const millionths = (usage.in - cached) * price.in + cached * price.cached + usage.out * price.out;
  return Math.round(millionths * 1000) / 1e9;
}
