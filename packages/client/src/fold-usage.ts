import type { OutboundProperties, TurnNumbers } from "@repartee/protocol";

import type { UsageView } from "./conversation-view.ts";

/** The sum with one more turn. */
export function addTurn(usage: UsageView, numbers: TurnNumbers): UsageView {
  const { tokens } = numbers;
  const before = usage.tokens;
  const took = tokens.in + tokens.out + tokens.wasted > 0;
  return {
    ...usage,
    turns: usage.turns + 1,
    calls: usage.calls + numbers.calls,
    tools: usage.tools + numbers.tools,
    tokens: {
      in: before.in + tokens.in,
      cached: before.cached + tokens.cached,
      out: before.out + tokens.out,
      wasted: before.wasted + tokens.wasted,
      wastedIn: before.wastedIn + (tokens.wasted_in ?? 0),
      warmIn: before.warmIn + (tokens.warm_in ?? 0),
    },
    cost: addCost(usage, numbers.cost, took),
  };
}

/** The sum with a summary of the context. */
export function addSummary(
  usage: UsageView,
  { tokens, cost }: Pick<OutboundProperties<"conversation.warning">, "tokens" | "cost">,
): UsageView {
  if (tokens === undefined) return usage;
  const { count, in: taken, cached, out } = usage.summaries;
  return {
    ...usage,
    summaries: {
      count: count + 1,
      in: taken + tokens.in,
      cached: cached + tokens.cached,
      out: out + tokens.out,
    },
    cost: addCost(usage, cost, tokens.in + tokens.out > 0),
  };
}

/** Half a sum would look like all of it: once something that took tokens has no cost, the sum has none. */
function addCost(before: UsageView, cost: number | null | undefined, tookTokens: boolean): number | undefined {
  const { tokens, summaries } = before;
  const tookBefore = tokens.in + tokens.out + tokens.wasted + summaries.in + summaries.out > 0;
  if (typeof cost !== "number") return tookTokens ? undefined : before.cost;
  if (before.cost === undefined && tookBefore) return undefined;
  // Whole billionths, as the costs of turns are.
  return Math.round(((before.cost ?? 0) + cost) * 1e9) / 1e9;
}
