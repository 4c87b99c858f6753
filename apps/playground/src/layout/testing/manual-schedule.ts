import type { Schedule } from "../frame-schedule.ts";

/** A schedule whose moments the test chooses. */
export interface ManualSchedule extends Schedule {
  readonly waiting: number;
  /** The next frame is drawn. */
  run(): void;
}

export function manualSchedule(): ManualSchedule {
  const waiting = new Set<() => void>();
  return {
    get waiting() {
      return waiting.size;
    },
    soon(run) {
      waiting.add(run);
      return () => waiting.delete(run);
    },
    run() {
      for (const run of waiting) {
        waiting.delete(run);
        run();
      }
    },
  };
}
