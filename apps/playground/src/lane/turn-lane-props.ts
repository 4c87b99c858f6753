import type { TurnRecord } from "@repartee/client/lane";

export interface TurnLaneProps {
  readonly turn: TurnRecord;
  /** The present on the conversation's clock, for a turn that goes on: its bars reach up to it. */
  readonly nowMs?: number;
}

/** LN19 Whether nothing is to be drawn anew: a turn that is over does not change with the clock. */
export function isSameLane(before: TurnLaneProps, after: TurnLaneProps): boolean {
  return before.turn === after.turn && (before.nowMs === after.nowMs || after.turn.numbers !== undefined);
}
