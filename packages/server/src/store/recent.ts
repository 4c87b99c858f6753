import type { Clock } from "../ports/clock.ts";

/** What was found a moment ago, so that a door which is asked a thousand times a second asks the store once. */
export interface Recent<T> {
  get(key: string): Promise<T | undefined>;
  /** What is known of the key, or just being looked up, no longer counts. */
  forget(key: string): void;
}

export interface RecentOptions<T> {
  readonly load: (key: string) => Promise<T | undefined>;
  readonly clock: Clock;
  /** How long it may differ from the store, where somebody else writes there. */
  readonly forMs: number;
}

/** How many are kept; the oldest go first. */
const most = 1000;

/** What was not found is asked for again, and so is what failed. */
export function createRecent<T>({ load, clock, forMs }: RecentOptions<T>): Recent<T> {
  const known = new Map<string, { readonly found: Promise<T | undefined>; readonly until: number }>();

  function look(key: string): Promise<T | undefined> {
    const found = load(key);
    const entry = { found, until: clock.now() + forMs };
    known.delete(key);
    known.set(key, entry);
    if (known.size > most) known.delete(known.keys().next().value ?? key);
    const drop = (): void => {
      if (known.get(key) === entry) known.delete(key);
    };
    found.then((value) => {
      if (value === undefined) drop();
    }, drop);
    return found;
  }

  return {
    get(key) {
      const entry = known.get(key);
      return entry !== undefined && clock.now() < entry.until ? entry.found : look(key);
    },
    forget: (key) => void known.delete(key),
  };
}
