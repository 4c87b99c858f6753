import type { Lanes, TurnRecord } from "@repartee/client/lane";

/** Where the lanes of a talk come from: one that goes on, or a file. */
export interface LaneSource {
  readonly lanes: Lanes;
  /** The present on the conversation's clock; absent where nothing goes on. */
  readonly now: (() => number | undefined) | undefined;
}

/** What is known of how a turn ran; undefined where that was told before the page listened. */
export function findRecord({ lanes }: LaneSource, turnIdx: number | undefined): TurnRecord | undefined {
  return lanes.turns.findLast((turn) => turn.turnIdx === turnIdx);
}
