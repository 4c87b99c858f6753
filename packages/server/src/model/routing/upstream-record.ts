import type { Clock } from "../../ports/clock.ts";
import type { ModelError } from "../../ports/model-client.ts";
import type { UpstreamHealth } from "../../ports/model-report.ts";
import { Samples } from "./samples.ts";

export interface RecordOptions {
  readonly clock: Clock;
  /** From 0 to 1: spreads the ends of rests, so that several servers do not come back at once. */
  readonly random: () => number;
}

/** So many failures one after the other send an upstream to rest. */
const mostInARow = 3;
const shortestRestMs = 5000;
const longestRestMs = 60_000;
/** A local model that nobody asked for so long may have left the memory. */
const coolsAfterMs = 300_000;

/** What is known of one upstream: what runs there, how it went, and whether it is left alone for a while. */
export class UpstreamRecord {
  readonly #options: RecordOptions;
  readonly #firstPartMs = new Samples();
  readonly #tokensPerSecond = new Samples();
  #outstanding = 0;
  #requests = 0;
  #failures = 0;
  #inARow = 0;
  #rests = 0;
  #restsUntil: number | undefined;
  /** One request tries whether it is well again. */
  #probing = false;
  #answeredAt: number | undefined;
  #lastError: { readonly code: string; readonly message: string } | undefined;

  constructor(options: RecordOptions) {
    this.#options = options;
  }

  get outstanding(): number {
    return this.#outstanding;
  }

  /** Failures one after the other, up to now. */
  get inARow(): number {
    return this.#inARow;
  }

  /** When its rest is over; 0 where it does not rest. */
  get restsUntil(): number {
    return this.#restsUntil ?? 0;
  }

  /** It may be asked: it does not rest, or it has rested enough and nobody is trying it yet. */
  get open(): boolean {
    if (this.#restsUntil === undefined) return true;
    return this.#options.clock.now() >= this.#restsUntil && !this.#probing;
  }

  /** Nobody had an answer of it for five minutes. */
  get cold(): boolean {
    return this.#answeredAt === undefined || this.#options.clock.now() - this.#answeredAt >= coolsAfterMs;
  }

  /** A request begins. Exactly one of `succeed`, `fail` and `leave` of the answer ends it. */
  begin(): Trial {
    this.#outstanding += 1;
    const probe = this.#restsUntil !== undefined;
    this.#probing ||= probe;
    const startedAt = this.#options.clock.now();
    let heardAt: number | undefined;
    const end = (): void => {
      this.#outstanding -= 1;
      if (probe) this.#probing = false;
    };
    return {
      heard: () => {
        heardAt = this.#options.clock.now();
        this.#firstPartMs.add(heardAt - startedAt);
        this.#requests += 1;
        this.#answer();
      },
      succeed: (tokens) => {
        end();
        this.#recover();
        const ms = heardAt === undefined ? 0 : this.#options.clock.now() - heardAt;
        if (tokens > 1 && ms > 0) this.#tokensPerSecond.add((tokens * 1000) / ms);
      },
      fail: (error) => {
        end();
        if (heardAt === undefined) this.#requests += 1;
        this.#fail(error);
      },
      leave: end,
    };
  }

  /** It answered a request that is not counted: it is loaded. */
  noteAnswer(): void {
    this.#answeredAt = this.#options.clock.now();
  }

  get health(): UpstreamHealth {
    const restsMs = this.#restsUntil === undefined ? 0 : Math.max(0, this.#restsUntil - this.#options.clock.now());
    return {
      state: this.#state(),
      restsMs,
      lastError: this.#lastError,
      outstanding: this.#outstanding,
      requests: this.#requests,
      failures: this.#failures,
      firstTokenMs: { p50: this.#firstPartMs.quantile(0.5), p95: this.#firstPartMs.quantile(0.95) },
      tokensPerSecond: this.#tokensPerSecond.quantile(0.5),
    };
  }

  #state(): UpstreamHealth["state"] {
    if (this.#restsUntil !== undefined) return "resting";
    if (this.#inARow > 0) return "failing";
    return this.#requests === 0 ? "untried" : "ok";
  }

  /** Whatever becomes of this answer, it may be asked again. */
  #answer(): void {
    this.noteAnswer();
    this.#restsUntil = undefined;
  }

  #recover(): void {
    this.#inARow = 0;
    this.#rests = 0;
  }

  #fail(error: ModelError): void {
    const { code, message, retryAfterMs } = error;
    this.#failures += 1;
    this.#inARow += 1;
    this.#lastError = { code, message };
    if (retryAfterMs !== undefined) this.#rest(Math.min(retryAfterMs, longestRestMs));
    else if (this.#inARow >= mostInARow) this.#rest(this.#nextRestMs());
  }

  #rest(ms: number): void {
    this.#restsUntil = this.#options.clock.now() + Math.round(ms);
  }

  /** 5 s, then twice as long each time, up to a minute; a fifth more or less. */
  #nextRestMs(): number {
    const ms = Math.min(shortestRestMs * 2 ** this.#rests, longestRestMs);
    this.#rests += 1;
    return ms * (0.8 + 0.4 * this.#options.random());
  }
}

/** One request to an upstream, as its record hears of it. */
export interface Trial {
  /** The first part came. */
  heard(): void;
  /** It answered; `tokens` is how many it said, 0 where that is not known. */
  succeed(tokens: number): void;
  fail(error: ModelError): void;
  /** Nothing was learned of it: nobody waited for the answer, or the request itself was wrong. */
  leave(): void;
}
