/** How long the model of this conversation takes to its first token: a lognormal, learned as it goes. */
export interface Pace {
  /** Mean of the logarithm of milliseconds, and its variance. */
  readonly logMean: number;
  readonly logVariance: number;
  /** How many first tokens it rests on. */
  readonly seen: number;
}

/** What is taken to be so before anything was seen: a median of 400 ms, as hosted models in streaming use have it. */
export const unknownPace: Pace = { logMean: Math.log(400), logVariance: 0.35 ** 2, seen: 0 };

/** A newer one counts for more, and after so many the first ones are forgotten. */
const memory = 12;
/** Shorter is a fault of the clock, longer a fault of the model. */
const leastMs = 1;
const mostMs = 30_000;
/** What the beginning is worth, in observations. */
const prior = 2;

/** P15 The pace after one more first token that took `ms`. */
export function learnPace(pace: Pace, ms: number): Pace {
  const log = Math.log(Math.min(mostMs, Math.max(leastMs, ms)));
  const share = 1 / Math.min(memory, pace.seen + 1 + prior);
  const off = log - pace.logMean;
  return {
    logMean: pace.logMean + share * off,
    logVariance: (1 - share) * (pace.logVariance + share * off * off),
    seen: pace.seen + 1,
  };
}

/** P15 Within how many milliseconds this share of first tokens comes (0: at once). */
export function paceMs(pace: Pace, share: number): number {
  if (share <= 0) return 0;
  return Math.round(Math.exp(pace.logMean + normalQuantile(share) * Math.sqrt(pace.logVariance)));
}

/** In how many parts the distribution is cut to compare two draws of it. */
const parts = 10;

/**
 * P24 How much sooner the first token is expected, in milliseconds, where `running` requests wait since `elapsedMs` and
 * one more is sent now.
 */
export function sparedMs(pace: Pace, elapsedMs: number, running: number): number {
  const shares = Array.from({ length: parts }, (_, part) => (part + 0.5) / parts);
  const draws = shares.map((share) => paceMs(pace, share));
  // Of several that run the first counts.
  const firsts = shares.map((share) => paceMs(pace, 1 - (1 - share) ** (1 / running)));
  const later = firsts.map((ms) => ms - elapsedMs).filter((ms) => ms > 0);
  // Later than all that were seen: it may be as long again.
  const rest = later.length === 0 ? [elapsedMs] : later;
  const gains = rest.flatMap((one) => draws.map((other) => Math.max(0, one - other)));
  return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
}

/** Of the standard normal, within 0.005: Tukey's lambda, good enough for a wait. */
function normalQuantile(share: number): number {
  const held = Math.min(0.999, Math.max(0.001, share));
  return 4.91 * (held ** 0.14 - (1 - held) ** 0.14);
}
