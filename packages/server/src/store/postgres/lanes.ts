/** Keeps the order of the calls where it can be seen, and lets everything else run side by side. */

/** `in`: alone in these lanes, one after the other. `after`: when all that is in them now is done, beside what follows. */
export type Place = { readonly in: readonly string[] } | { readonly after: readonly string[] | "all" };

export class Lanes {
  /** The last call of each lane that has one; none of them rejects. */
  readonly #tails = new Map<string, Promise<void>>();

  run<T>(place: Place, work: () => Promise<T>): Promise<T> {
    const before = this.#tailsOf("in" in place ? place.in : place.after);
    const done = before.length === 0 ? work() : Promise.all(before).then(work);
    if ("in" in place) this.#enter(place.in, done);
    return done;
  }

  #tailsOf(lanes: readonly string[] | "all"): readonly Promise<void>[] {
    return lanes === "all" ? [...this.#tails.values()] : lanes.flatMap((lane) => this.#tails.get(lane) ?? []);
  }

  #enter(lanes: readonly string[], done: Promise<unknown>): void {
    const leave = (): void => {
      for (const lane of lanes) if (this.#tails.get(lane) === tail) this.#tails.delete(lane);
    };
    const tail = done.then(leave, leave);
    for (const lane of lanes) this.#tails.set(lane, tail);
  }
}
