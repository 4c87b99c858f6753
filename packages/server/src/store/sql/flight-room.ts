/** Bounds what waits for a database: how many requests, and how many characters of their bodies. */
import { StoreError } from "../../ports/store.ts";

/** Requests, and the characters of their bodies, that may wait for the disk before calls are refused. */
export const flightLimits = { requests: 10_000, characters: 64 * 1024 * 1024 };

export class FlightRoom {
  readonly #limits: typeof flightLimits;
  #requests = 0;
  #characters = 0;

  constructor(limits: typeof flightLimits) {
    this.#limits = limits;
  }

  /** Takes a request in, or throws `unavailable`; the answer lets it out again, once. */
  enter(input: unknown): () => void {
    const characters = countCharacters(input);
    // One body above the bound may pass alone, or it never could.
    const tooMany = this.#requests >= this.#limits.requests;
    const tooLarge = this.#requests > 0 && this.#characters + characters > this.#limits.characters;
    if (tooMany || tooLarge) throw full(this.#requests);
    this.#requests += 1;
    this.#characters += characters;
    return () => {
      this.#requests -= 1;
      this.#characters -= characters;
    };
  }
}

function full(requests: number): StoreError {
  return new StoreError("unavailable", `${requests} requests wait for the disk already; try again later`, {
    retryable: true,
  });
}

function countCharacters(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 0;
  let sum = 0;
  for (const part of Object.values(value)) sum += countCharacters(part);
  return sum;
}
