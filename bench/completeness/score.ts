/** A probability that was given, and what turned out. */
export interface Guess {
  readonly probability: number;
  readonly complete: boolean;
}

export interface Score {
  readonly positions: number;
  /** Share of positions where the turn was over. */
  readonly baseRate: number;
  readonly auc: number;
  /** At a probability of 0.5. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Expected calibration error in ten bins of equal width. */
  readonly ece: number;
  readonly logLoss: number;
  readonly bins: readonly Bin[];
}

export interface Bin {
  readonly count: number;
  readonly said: number;
  readonly was: number;
}

export function scoreOf(guesses: readonly Guess[]): Score {
  const [hits, calls] = [guesses.filter(isHit).length, guesses.filter((one) => one.probability >= 0.5).length];
  const ends = guesses.filter((one) => one.complete).length;
  const [precision, recall] = [hits / Math.max(1, calls), hits / Math.max(1, ends)];
  const bins = binsOf(guesses);
  return {
    positions: guesses.length,
    baseRate: ends / Math.max(1, guesses.length),
    auc: aucOf(guesses),
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    ece: bins.reduce((sum, bin) => sum + (bin.count * Math.abs(bin.said - bin.was)) / Math.max(1, guesses.length), 0),
    logLoss: guesses.reduce((sum, one) => sum + lossOf(one), 0) / Math.max(1, guesses.length),
    bins,
  };
}

function isHit(guess: Guess): boolean {
  return guess.probability >= 0.5 && guess.complete;
}

function lossOf({ probability, complete }: Guess): number {
  const held = Math.max(1e-9, Math.min(1 - 1e-9, probability));
  return -Math.log(complete ? held : 1 - held);
}

/** The share of pairs of an end and a non-end that are in the right order; equal ones count half. */
function aucOf(guesses: readonly Guess[]): number {
  const sorted = guesses.toSorted((one, other) => one.probability - other.probability);
  let [ranks, at] = [0, 0];
  while (at < sorted.length) {
    let next = at;
    while (next < sorted.length && sorted[next]?.probability === sorted[at]?.probability) next += 1;
    const rank = (at + 1 + next) / 2;
    ranks += rank * sorted.slice(at, next).filter((one) => one.complete).length;
    at = next;
  }
  const ends = guesses.filter((one) => one.complete).length;
  const others = guesses.length - ends;
  return ends === 0 || others === 0 ? NaN : (ranks - (ends * (ends + 1)) / 2) / (ends * others);
}

function binsOf(guesses: readonly Guess[]): readonly Bin[] {
  return Array.from({ length: 10 }, (_, index) => {
    const held = guesses.filter((one) => Math.min(9, Math.floor(one.probability * 10)) === index);
    const count = Math.max(1, held.length);
    return {
      count: held.length,
      said: held.reduce((sum, one) => sum + one.probability, 0) / count,
      was: held.filter((one) => one.complete).length / count,
    };
  });
}
