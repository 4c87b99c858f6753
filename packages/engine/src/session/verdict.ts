/** How long the caller who ends turns takes from the last word to saying so, as this conversation has seen it; milliseconds. */
export type VerdictLag = number | undefined;

/** A slow verdict is forgotten by so much with each that was quicker. */
const fading = 0.8;

/** P32 The lag after one more end that came so long after the last word: the longest, while it is recent. */
export function learnVerdict(lag: VerdictLag, ms: number): VerdictLag {
  return Math.max(0, ms, Math.round((lag ?? 0) * fading));
}

/** P32 Until when, counted from the newest word, its caller may still say that the turn is over. */
export function verdictDueMs(lag: number): number {
  return 2 * lag + 200;
}
