/** What the benchmark assumes of recogniser and model, in milliseconds unless it says otherwise. All of it is printed. */
export interface Params {
  /** A word is told, as a partial transcript, so long after its end. */
  readonly lagMs: number;
  /** A silence of this length is a pause: the words before it become final. */
  readonly pauseMs: number;
  /** From the last word before a pause to its final; never before that word was told. */
  readonly finalMs: number;
  /** The median of the time to the first token, which is lognormal. */
  readonly ttftMs: number;
  /** Its σ, of the logarithm. */
  readonly ttftSigma: number;
  /** From one token to the next. */
  readonly tokenMs: number;
  /** How long a word is played. */
  readonly wordMs: number;
  /** The gap of a turn that is never answered to its end. */
  readonly neverMs: number;
  /** Chooses the draws. */
  readonly seed: number;
}

export const pinned: Params = {
  lagMs: 100,
  pauseMs: 200,
  finalMs: 200,
  ttftMs: 400,
  ttftSigma: 0.35,
  tokenMs: 20,
  wordMs: 60,
  neverMs: 10_000,
  seed: 1,
};

/** When the final comes, counted from the end of the last word before the pause. */
export function finalDelayMs(params: Params): number {
  return Math.max(params.finalMs, params.lagMs);
}
