/** Numbers as people read them: a true minus, a thin space, and seconds where milliseconds say too much. */
export function formatMs(ms: number): string {
  const sign = ms < 0 ? "\u2212" : "";
  const size = Math.abs(ms);
  if (size < 1_000) return `${sign}${Math.round(size)}\u202fms`;
  return `${sign}${(size / 1_000).toFixed(size < 10_000 ? 2 : 1)}\u202fs`;
}

/** A moment of a turn, in seconds since its start. */
export function formatAt(ms: number): string {
  return (ms / 1_000).toFixed(2);
}

export function formatTokens(count: number): string {
  return `${count} token${count === 1 ? "" : "s"}`;
}
