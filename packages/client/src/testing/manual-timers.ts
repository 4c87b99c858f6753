import type { Timers } from "../timers.ts";

interface Pending {
  readonly ms: number;
  readonly run: () => void;
}

/** Timers that come when the test says so. */
export class ManualTimers implements Timers {
  #pending: Pending[] = [];
  #waiting: { readonly fits: (ms: number) => boolean; readonly done: () => void }[] = [];

  after(ms: number, run: () => void): () => void {
    const timer = { ms, run };
    this.#pending.push(timer);
    const met = this.#waiting.filter((waiting) => waiting.fits(ms));
    this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting));
    for (const waiting of met) waiting.done();
    return () => {
      this.#pending = this.#pending.filter((other) => other !== timer);
    };
  }

  /** The delays of all timers that run. */
  get delays(): readonly number[] {
    return this.#pending.map((timer) => timer.ms);
  }

  /** Lets the one timer that runs come. */
  fire(): void {
    const [timer, ...others] = this.#pending;
    if (timer === undefined || others.length > 0) throw new Error(`expected one timer, have ${this.delays.join(", ")}`);
    this.#pending = [];
    timer.run();
  }

  /** Resolves once a timer of this delay is set. */
  async set(ms: number): Promise<void> {
    if (this.delays.includes(ms)) return;
    await new Promise<void>((resolve) => this.#waiting.push({ fits: (other) => other === ms, done: resolve }));
  }
}
