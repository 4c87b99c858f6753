import type { TurnNumbers } from "@repartee/engine";
import type { SpanAttributes } from "./tracer.ts";
import { usageAttributes } from "./gen-ai.ts";

/** TM11 The numbers of a turn, as its span has them; times in milliseconds, as on the wire. */
export function turnAttributes(numbers: TurnNumbers): SpanAttributes {
  const { tokens, drafts } = numbers;
  return {
    ...usageAttributes(tokens),
    "repartee.tokens.wasted": tokens.wasted,
    "repartee.tokens.wasted_in": tokens.wastedIn,
    "repartee.cost": numbers.cost,
    "repartee.turn.outcome": numbers.outcome,
    "repartee.turn.end_reason": numbers.endOfTurnReason,
    "repartee.turn.gap_ms": numbers.gapMs,
    "repartee.turn.head_start_ms": numbers.headStartMs,
    "repartee.turn.rung": numbers.rung,
    "repartee.turn.calls": numbers.calls,
    "repartee.turn.tools": numbers.tools,
    "repartee.drafts.started": drafts.started,
    "repartee.drafts.adopted": drafts.adopted,
    "repartee.drafts.revoked": drafts.revoked,
    "repartee.drafts.discarded": drafts.discarded,
  };
}
