import type { Clock } from "../../ports/clock.ts";

/** One deadline that moves with every part, on one timer: moving it later only writes a number. */
export class Deadline {
  readonly #clock: Clock;
  readonly #expire: () => void;
  #dueAt = Infinity;
  #armedFor = Infinity;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, expire: () => void) {
    this.#clock = clock;
    this.#expire = expire;
  }

  set(ms: number): void {
    this.#dueAt = this.#clock.now() + ms;
    if (this.#dueAt < this.#armedFor) this.#arm(ms);
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#dueAt = Infinity;
    this.#armedFor = Infinity;
  }

  #arm(ms: number): void {
    this.#cancel?.();
    this.#armedFor = this.#dueAt;
    this.#cancel = this.#clock.after(ms, () => {
      this.#armedFor = Infinity;
      const leftMs = this.#dueAt - this.#clock.now();
      if (leftMs > 0) return this.#arm(leftMs);
      this.clear();
      this.#expire();
    });
  }
}
