import type { TurnNumbers } from "@repartee/engine";
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
    tokens: numbers.tokens,
    calls: numbers.calls,
    tools: numbers.tools,
  };
}
