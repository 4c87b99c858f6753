/** Time, so that every test chooses it. */
export interface Clock {
  /** Integer milliseconds on a monotonic clock with an arbitrary start. */
  now(): number;
  /** The wall clock; only for what people and other systems read. */
  wall(): Date;
  /** Runs `run` once after `ms`; the answer cancels it. A timer never keeps the process alive. */
  after(ms: number, run: () => void): () => void;
}
