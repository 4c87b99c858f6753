/** How long this speaker's pauses inside turns have been, in this conversation. */
export interface Rhythm {
  readonly pauses: number;
  /** Mean of the logarithm of milliseconds. */
  readonly logMean: number;
}

export const unknownRhythm: Rhythm = { pauses: 0, logMean: 0 };

/** Shorter silences belong to the words. */
const leastPauseMs = 200;
const longestPauseMs = 5000;
/** What everybody's pauses of that length are like: their geometric mean in the calls of `bench/data`. */
const usualMs = 640;
/** How many pauses what is known of everybody is worth. */
const prior = 8;
const [slowest, quickest] = [1.6, 0.7];

/** P16 The rhythm after one more pause with which a turn went on. */
export function learnPause(rhythm: Rhythm, ms: number): Rhythm {
  if (ms < leastPauseMs || ms > longestPauseMs) return rhythm;
  const pauses = rhythm.pauses + 1;
  return { pauses, logMean: rhythm.logMean + (Math.log(ms) - rhythm.logMean) / pauses };
}

/** P16 How this speaker's pauses compare with everybody's: 1 until some were heard, never far from it. */
export function rhythmOf({ pauses, logMean }: Rhythm): number {
  const off = pauses === 0 ? 0 : ((logMean - Math.log(usualMs)) * pauses) / (pauses + prior);
  return Math.min(slowest, Math.max(quickest, Math.exp(off)));
}
