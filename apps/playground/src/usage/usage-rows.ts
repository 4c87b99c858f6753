import type { UsageView } from "@repartee/client";
import type { TurnNumbers } from "@repartee/protocol";
import { formatCount } from "../turn/format.ts";

/** A number of what was used, with what it means. */
export interface UsageRow {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** What a whole conversation has used. */
export function toUsageRows({ turns, calls, tools, tokens, summaries, cost }: UsageView): readonly UsageRow[] {
  const called = tools === 0 ? "" : `, ${formatCount(tools, "tool call")}`;
  const rows = [
    { name: "Turns", value: toText(turns), meaning: `${formatCount(calls, "request")} to the model${called}` },
    ...toTokenRows({ ...tokens, wasted_in: tokens.wastedIn, warm_in: tokens.warmIn }),
  ];
  if (summaries.count > 0) {
    const { count, in: taken, out } = summaries;
    const meaning = `${count === 1 ? "one summary" : `${count} summaries`} of the context, beside the turns`;
    rows.push({ name: "Tokens for summaries", value: `${toText(taken)} in, ${toText(out)} out`, meaning });
  }
  return [...rows, toCostRow(cost)];
}

/** Tokens of replies, and what drafts took that came to nothing. */
export function toTokenRows(tokens: TurnNumbers["tokens"]): readonly UsageRow[] {
  const { in: taken, cached, out, wasted, wasted_in: wastedIn = 0, warm_in: warmIn = 0 } = tokens;
  return [
    { name: "Tokens in", value: toText(taken), meaning: `${toText(cached)} cached (${toShare(cached, taken)})` },
    { name: "Tokens out", value: toText(out), meaning: "of what was said, and of tool calls" },
    {
      name: "Tokens wasted",
      value: toText(wasted),
      meaning: `${toShare(wasted, wasted + out)} of all that was put out; ${toText(wastedIn)} more were taken in for it`,
    },
    ...(warmIn === 0
      ? []
      : [{ name: "Tokens to warm the cache", value: toText(warmIn), meaning: "read beside the turns" }]),
  ];
}

/** `null` and undefined: no price is known. */
export function toCostRow(cost: number | null | undefined): UsageRow {
  return cost === null || cost === undefined
    ? { name: "Cost", value: "unknown", meaning: "the operator gave no price for what answered" }
    : { name: "Cost", value: formatCost(cost), meaning: "by the operator's prices, discarded drafts included" };
}

/** In the operator's currency, which nobody tells: a bare number. */
function formatCost(cost: number): string {
  return cost.toLocaleString("en", { maximumSignificantDigits: 3, maximumFractionDigits: 9 });
}

function toText(count: number): string {
  return count.toLocaleString("en");
}

function toShare(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((part / whole) * 100)} %`;
}
