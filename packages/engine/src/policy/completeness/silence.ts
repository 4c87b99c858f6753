import { toProbability } from "./model.ts";

/** What a silence of `ms` after the last word makes of log-odds: `slope × log-odds + shift`. */
export interface SilenceStep {
  readonly ms: number;
  readonly slope: number;
  readonly shift: number;
}

const certain = 1e-6;

/**
 * TC10 The probability that a turn is complete, given that by its words alone (`completeness`) and that it has been silent for
 * `silenceMs` since the last word ended: a speaker who goes on mostly does so at once. `steps` are in the order of time; between two of them
 * it is interpolated, behind the last one nothing more is known. Never below what the words alone said.
 */
export function afterSilence(probability: number, silenceMs: number, steps: readonly SilenceStep[]): number {
  const held = Math.max(certain, Math.min(1 - certain, probability));
  const { slope, shift } = stepAt(silenceMs, steps);
  const odds = Math.log(held / (1 - held));
  return Math.max(probability, toProbability(slope * odds + shift));
}

function stepAt(ms: number, steps: readonly SilenceStep[]): SilenceStep {
  let before: SilenceStep = { ms: 0, slope: 1, shift: 0 };
  for (const after of steps) {
    if (ms < after.ms) {
      const share = Math.max(0, ms - before.ms) / (after.ms - before.ms);
      return {
        ms,
        slope: before.slope + share * (after.slope - before.slope),
        shift: before.shift + share * (after.shift - before.shift),
      };
    }
    before = after;
  }
  return before;
}
