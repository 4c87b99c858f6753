/** Many timers on one tick: thousands of paced streams cost one interval, not one timer each. */
export interface Wheel {
  /** Runs `run` on the first tick at or after `dueMs`, on the clock of `performance.now()`. */
  at(dueMs: number, run: () => void): void;
  stop(): void;
}

interface Entry {
  readonly tick: number;
  readonly run: () => void;
}

const slotCount = 1024;

export function createWheel(tickMs: number): Wheel {
  const slots: Entry[][] = Array.from({ length: slotCount }, () => []);
  let waiting = 0;
  let passed = tickNow();
  let interval: NodeJS.Timeout | undefined;

  function tickNow(): number {
    return Math.floor(performance.now() / tickMs);
  }

  function turn(): void {
    const now = tickNow();
    // After a long pause each slot still needs one visit only.
    const from = Math.max(passed + 1, now - slotCount + 1);
    passed = now;
    for (let tick = from; tick <= now; tick += 1) visit(tick % slotCount, now);
    if (waiting === 0) stop();
  }

  function visit(slot: number, now: number): void {
    const entries = slots[slot] ?? [];
    if (entries.length === 0) return;
    slots[slot] = entries.filter((entry) => entry.tick > now);
    for (const entry of entries) {
      if (entry.tick > now) continue;
      waiting -= 1;
      entry.run();
    }
  }

  function stop(): void {
    clearInterval(interval);
    interval = undefined;
  }

  return {
    at(dueMs, run) {
      if (interval === undefined) {
        passed = tickNow();
        interval = setInterval(turn, tickMs);
      }
      const tick = Math.max(Math.ceil(dueMs / tickMs), passed + 1);
      slots[tick % slotCount]?.push({ tick, run });
      waiting += 1;
    },
    stop,
  };
}
