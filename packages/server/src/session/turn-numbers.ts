import type { TokenCounts, TurnNumbers } from "@repartee/engine";
import type { TurnNumbers as WireNumbers } from "@repartee/protocol";

/** The numbers of a turn as the wire spells them. */
export function toWireNumbers(numbers: TurnNumbers): WireNumbers {
  return {
    turn_idx: numbers.turnIdx,
    outcome: numbers.outcome,
    end_of_turn_reason: numbers.endOfTurnReason,
    last_word_at: numbers.lastWordAt,
    ended_at: numbers.endedAt,
    released_at: numbers.releasedAt,
    first_words_at: numbers.firstWordsAt ?? null,
    gap_ms: numbers.gapMs ?? null,
    head_start_ms: numbers.headStartMs,
    drafts: numbers.drafts,
    rung: numbers.rung ?? null,
    tokens: toWireTokens(numbers.tokens),
    cost: numbers.cost ?? null,
    context: numbers.context ?? null,
    calls: numbers.calls,
    ...(numbers.warmCalls === undefined ? {} : { warm_calls: numbers.warmCalls }),
    tools: numbers.tools,
  };
}

/** Entries of older versions do not tell what was put into drafts. */
function toWireTokens(counts: Omit<TokenCounts, "wastedIn"> & { readonly wastedIn?: number }): WireNumbers["tokens"] {
  const { wastedIn, warmIn, ...tokens } = counts;
  return {
    ...tokens,
    ...(wastedIn === undefined ? {} : { wasted_in: wastedIn }),
    ...(warmIn === undefined ? {} : { warm_in: warmIn }),
  };
}
