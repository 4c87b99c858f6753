import type { Clock } from "../ports/clock.ts";

/** The clock of this machine. */
export function createSystemClock(): Clock {
  return {
    now: () => Math.floor(performance.now()),
    wall: () => new Date(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
