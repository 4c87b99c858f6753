/** The last measurements of one kind, and what is usual among them. */
export class Samples {
  readonly #most: number;
  readonly #values: number[] = [];
  #next = 0;

  constructor(most = 100) {
    this.#most = most;
  }

  add(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#most;
  }

  /** The value that a share of them does not exceed; undefined while there is none. */
  quantile(share: number): number | undefined {
    const sorted = this.#values.toSorted((one, other) => one - other);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }
}
