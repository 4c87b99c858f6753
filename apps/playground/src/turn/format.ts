/** Milliseconds as people read them: a true minus, a thin space, and seconds where milliseconds say too much. */
export function formatMs(ms: number): string {
  const sign = ms < 0 ? "\u2212" : "";
  const size = Math.abs(ms);
  if (size < 1_000) return `${sign}${Math.round(size)}\u202fms`;
  return `${sign}${(size / 1_000).toFixed(size < 10_000 ? 2 : 1)}\u202fs`;
}

/** The text as a sentence begins. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** So many of something. */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
