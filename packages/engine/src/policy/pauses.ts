/**
 * P10 How many of the words that are not the last of their turn are followed by a silence of more than `ms`: measured on
 * the 1,330 such words of `bench/data` (docs/speculation.md). Most are followed by the next word at once.
 */
export const pauseShares: readonly { readonly ms: number; readonly share: number }[] = [
  { ms: 0, share: 1 },
  { ms: 50, share: 0.21 },
  { ms: 100, share: 0.159 },
  { ms: 200, share: 0.132 },
  { ms: 300, share: 0.099 },
  { ms: 500, share: 0.077 },
  { ms: 700, share: 0.062 },
  { ms: 1000, share: 0.035 },
  { ms: 1500, share: 0.022 },
  { ms: 2000, share: 0.012 },
];

const surprises = pauseShares.map(({ ms, share }) => ({ ms, surprise: -Math.log(share) }));

/** Behind the last share pauses end as by chance: each second leaves one in e. */
const tailMs = 1000;

/** P10 `-ln S(t)`: how much a silence of `ms` says for the end of the turn, in log-odds. */
export function surpriseOf(ms: number): number {
  let [beforeMs, before] = [0, 0];
  for (const { ms: afterMs, surprise: after } of surprises) {
    if (ms <= afterMs) {
      return before + ((Math.max(0, ms) - beforeMs) / Math.max(1, afterMs - beforeMs)) * (after - before);
    }
    [beforeMs, before] = [afterMs, after];
  }
  return before + (ms - beforeMs) / tailMs;
}
