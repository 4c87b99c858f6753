import type { Price, Usage } from "../event.ts";

/** The newest request of a draft, and what of its earlier ones was never reported. */
export interface AskedRequest {
  /** Its tokens as they are counted here, and as the upstream is expected to count them. */
  readonly counted: number;
  readonly tokens: number;
  /** Estimates for earlier requests of the same draft whose tokens were not reported. */
  readonly unreported: Usage;
  /** What was reported before it. */
  readonly reported: Usage | undefined;
  /** What they cost, reported or not. */
  readonly paid: Cost;
  /** How much text there was before it, in UTF-16 units. */
  readonly chars: number;
}

/** In the operator's currency; undefined where that of a part is not known: half a sum would look like all of it. */
export type Cost = number | undefined;

/** Tokens, and what they cost. */
export interface Spent extends Usage {
  readonly cost: Cost;
}

export const nothingSpent: Usage = { in: 0, cached: 0, out: 0 };
export const nothingPaid: Spent = { ...nothingSpent, cost: 0 };

export function addUsage(one: Usage, other: Usage): Usage {
  return { in: one.in + other.in, cached: one.cached + other.cached, out: one.out + other.out };
}

export function subtractUsage(one: Usage, other: Usage): Usage {
  return { in: one.in - other.in, cached: one.cached - other.cached, out: one.out - other.out };
}

export function addSpent(one: Spent, other: Spent): Spent {
  return { ...addUsage(one, other), cost: addCost(one.cost, other.cost) };
}

export function addCost(one: Cost, other: Cost): Cost {
  return one === undefined || other === undefined ? undefined : toBillionths(one + other);
}

/** C15 What so many tokens cost; `in` counts cached ones too. No tokens cost nothing, whatever their price. */
export function costOf(usage: Usage, price: Price | undefined): Cost {
  if (price === undefined) return usage.in > 0 || usage.out > 0 ? undefined : 0;
  const cached = Math.min(usage.cached, usage.in);
  const millionths = (usage.in - cached) * price.in + cached * price.cached + usage.out * price.out;
  return toBillionths(millionths / 1e6);
}

/** So that sums stay readable. */
function toBillionths(cost: number): number {
  return Math.round(cost * 1e9) / 1e9;
}
