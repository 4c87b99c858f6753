import type { Clock } from "../../ports/clock.ts";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Time that jumps to the next timer as soon as nothing else is left to do. */
export function createVirtualClock(): Clock {
  const timers = new Set<Timer>();
  let now = 0;
  let jumping = false;

  function jump(): void {
    jumping = false;
    const [next] = [...timers].toSorted((one, other) => one.at - other.at);
    if (next === undefined) return;
    timers.delete(next);
    now = Math.max(now, next.at);
    next.run();
    plan();
  }

  function plan(): void {
    if (jumping || timers.size === 0) return;
    jumping = true;
    setImmediate(jump);
  }

  return {
    now: () => Math.floor(now),
    wall: () => new Date(now),
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      plan();
      return () => void timers.delete(timer);
    },
  };
}
