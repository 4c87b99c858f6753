import type { Clock } from "../ports/clock.ts";

/** How many frames a client may send: a steady stream of partial transcripts is far below, a loop gone wild above. */
export const framesPerSecond = 200;
export const framesInBurst = 1000;

/** Whether one more frame may come now. */
export function createFrameRate(clock: Pick<Clock, "now">): () => boolean {
  let tokens = framesInBurst;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(framesInBurst, tokens + ((now - filledAt) * framesPerSecond) / 1000);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
