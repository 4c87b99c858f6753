/** How a lost connection is dialled again. */
export interface RetryPolicy {
  /** Dials in a row that may fail before the client gives up; `Infinity` for a page that should wait for its server. */
  readonly maxAttempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** How long a dial may take until the server's `system.hello`. */
  readonly helloTimeoutMs: number;
}

/** About a minute and a half until it gives up. */
export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 10,
  firstDelayMs: 500,
  maxDelayMs: 15_000,
  helloTimeoutMs: 10_000,
};

/**
 * The pause before attempt `attempt` (from 1): doubling up to the bound, and the upper half of it by chance, so that
 * the clients of a server that comes back do not all dial at once.
 */
export function backoffMs(policy: RetryPolicy, attempt: number, random: number): number {
  const whole = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
