/** Gathers the appends that wait for the database and sends them in groups; when nothing is under way one goes at once. */

export interface AppendQueueOptions<A> {
  /** One answer per append, in order: undefined, or why it failed. It never rejects. */
  readonly store: (group: readonly A[]) => Promise<readonly unknown[]>;
  /** Groups under way at once. */
  readonly width: number;
  readonly groupLimit: number;
}

interface Waiting<A> {
  readonly append: A;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Bounded by its callers: each waits for the answer. */
export class AppendQueue<A> {
  readonly #options: AppendQueueOptions<A>;
  #waiting: Waiting<A>[] = [];
  #underWay = 0;

  constructor(options: AppendQueueOptions<A>) {
    this.#options = options;
  }

  add(append: A): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ append, resolve, reject });
    if (this.#underWay < this.#options.width) void this.#send();
    return promise;
  }

  /** Never rejects: every failure is an answer. */
  async #send(): Promise<void> {
    this.#underWay += 1;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.slice(0, this.#options.groupLimit);
      this.#waiting = this.#waiting.slice(group.length);
      const problems = await this.#options.store(group.map(({ append }) => append));
      for (const [index, { resolve, reject }] of group.entries()) {
        if (problems[index] === undefined) resolve();
        else reject(problems[index]);
      }
    }
    this.#underWay -= 1;
  }
}
