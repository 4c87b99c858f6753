import type { Schedule } from "./frame-schedule.ts";

/** Tells its listeners that something changed, once per frame, however much has changed. */
export class Batch {
  readonly #schedule: Schedule;
  readonly #publish: () => void;
  readonly #listeners = new Set<() => void>();
  #cancel: (() => void) | undefined;

  /** `publish` is called first: it makes the state that listeners then read. */
  constructor(schedule: Schedule, publish: () => void) {
    this.#schedule = schedule;
    this.#publish = publish;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Something changed: tell of it soon. */
  mark(): void {
    this.#cancel ??= this.#schedule.soon(() => this.flush());
  }

  /** Tell of it now. */
  flush(): void {
    if (this.#cancel === undefined) return;
    this.#cancel();
    this.#cancel = undefined;
    this.#publish();
    for (const listener of this.#listeners) listener();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#listeners.clear();
  }
}
