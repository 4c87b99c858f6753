import type { DraftCounts } from "./numbers.ts";
import { addSpent, nothingPaid, type Spent } from "./spent.ts";

/** What a turn has cost so far, while it is open and while it is answered. */
export interface Tally {
  readonly drafts: DraftCounts;
  /** What was asked for and came to nothing. */
  readonly wasted: Spent;
  readonly calls: number;
}

export const emptyTally: Tally = {
  drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
  wasted: nothingPaid,
  calls: 0,
};

/** One more draft of this fate. */
export function count(tally: Tally, fate: keyof DraftCounts, wasted = nothingPaid): Tally {
  return {
    ...tally,
    drafts: { ...tally.drafts, [fate]: tally.drafts[fate] + 1 },
    wasted: addSpent(tally.wasted, wasted),
  };
}

/** An answer that was released is taken back: what it cost is wasted, and a draft that it came from is revoked. */
export function takeBack(tally: Tally, wasAdopted: boolean, wasted: Spent): Tally {
  if (!wasAdopted) return { ...tally, wasted: addSpent(tally.wasted, wasted) };
  const revoked = count(tally, "revoked", wasted);
  return { ...revoked, drafts: { ...revoked.drafts, adopted: revoked.drafts.adopted - 1 } };
}

/** One more request to a model. */
export function countCall(tally: Tally): Tally {
  return { ...tally, calls: tally.calls + 1 };
}
