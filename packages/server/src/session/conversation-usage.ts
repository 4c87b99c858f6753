import type { Entry } from "@repartee/engine";
import type { ConversationUsage } from "../ports/conversation-directory.ts";

/** TM1 What a conversation has used so far: the sum over its entries, so that a restart changes nothing about it. */
export function toUsage(entries: readonly Entry[]): ConversationUsage {
  const replies = entries.filter((entry) => entry.type === "reply").map(({ numbers }) => numbers);
  const summaries = entries.filter((entry) => entry.type === "summary");
  const tokensOf = replies.map(({ tokens }) => tokens);
  return {
    turns: replies.length,
    calls: sum(replies.map(({ calls }) => calls)),
    tools: sum(replies.map(({ tools }) => tools)),
    tokens: {
      in: sum(tokensOf.map((tokens) => tokens.in)),
      cached: sum(tokensOf.map((tokens) => tokens.cached)),
      out: sum(tokensOf.map((tokens) => tokens.out)),
      wasted: sum(tokensOf.map((tokens) => tokens.wasted)),
      wastedIn: sum(tokensOf.map((tokens) => wastedIn(tokens))),
    },
    summaries: {
      count: summaries.length,
      in: sum(summaries.map(({ tokens }) => tokens.in)),
      cached: sum(summaries.map(({ tokens }) => tokens.cached)),
      out: sum(summaries.map(({ tokens }) => tokens.out)),
    },
    cost: costOf([...replies, ...summaries]),
  };
}

/** Entries of older versions do not tell it. */
function wastedIn(tokens: { readonly wastedIn?: number }): number {
  return tokens.wastedIn ?? 0;
}

interface Spent {
  readonly tokens: { readonly in: number; readonly out: number; readonly wasted?: number };
  readonly cost?: number | undefined;
}

/** TM2 Undefined where no cost is known, or that of one that took tokens is not: half a sum would look like all of it. */
function costOf(all: readonly Spent[]): number | undefined {
  const known = all.flatMap(({ cost }) => (typeof cost === "number" ? [cost] : []));
  const unknown = all.some(({ cost, tokens }) => typeof cost !== "number" && tookTokens(tokens));
  // Whole billionths, as the costs of turns are.
  return known.length === 0 || unknown ? undefined : Math.round(sum(known) * 1e9) / 1e9;
}

function tookTokens({ in: sent, out, wasted = 0 }: Spent["tokens"]): boolean {
  return sent + out + wasted > 0;
}

function sum(all: readonly number[]): number {
  return all.reduce((whole, one) => whole + one, 0);
}
