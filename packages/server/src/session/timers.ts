import type { TimerName } from "@repartee/engine";
import type { Clock } from "../ports/clock.ts";

/**
 * The timers of one conversation, by name; setting one again replaces it. One never comes early: the clock counts whole
 * milliseconds, and a timer that came a fraction before its time would be taken for an old one.
 */
export interface Timers {
  /** `inMs` may be negative: then it is due at once, and still comes later, as an event of its own. */
  set(timer: TimerName, inMs: number): void;
  clear(timer: TimerName): void;
  clearAll(): void;
}

export function createTimers(clock: Clock, onDue: (timer: TimerName) => void): Timers {
  const running = new Map<TimerName, () => void>();
  function run(timer: TimerName, due: number): void {
    const left = due - clock.now();
    const cancel = clock.after(Math.max(0, left), () => {
      if (clock.now() < due) return run(timer, due);
      running.delete(timer);
      onDue(timer);
    });
    running.set(timer, cancel);
  }
  const clear = (timer: TimerName): void => {
    running.get(timer)?.();
    running.delete(timer);
  };
  return {
    set(timer, inMs) {
      clear(timer);
      run(timer, clock.now() + inMs);
    },
    clear,
    clearAll() {
      for (const timer of running.keys()) clear(timer);
    },
  };
}
