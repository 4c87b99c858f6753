/** Nobody is left alone for longer, whatever is asked. */
const longestMs = 3_600_000;

/** Milliseconds from now that a `Retry-After` header asks for: a number of seconds, or a date (RFC 9110, 10.2.3). */
export function readRetryAfter(header: string | readonly string[] | undefined, now: Date): number | undefined {
  const text = (typeof header === "string" ? header : header?.[0])?.trim() ?? "";
  const seconds = /^\d+(\.\d+)?$/.test(text);
  // A date begins with its weekday; `Date.parse` takes much that is none.
  if (!seconds && !/^[a-z]{3}/i.test(text)) return undefined;
  const ms = seconds ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(Math.round(ms), 0), longestMs) : undefined;
}
