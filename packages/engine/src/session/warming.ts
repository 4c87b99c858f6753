import type { Usage } from "../event.ts";
import { nothingSpent } from "../turn/spent.ts";

/** What is done to have the upstream know the beginning of the next request. */
export interface Warming {
  readonly run: WarmRun | undefined;
  /** The beginning that the upstream was given last, by whatever request; undefined before the first. */
  readonly sent: string | undefined;
  /** Since the last turn was completed: requests that only warmed, and what they cost. */
  readonly calls: number;
  readonly spent: Usage;
}

/** A request that is sent for its beginning alone. */
export interface WarmRun {
  readonly draftId: string;
  /** Which beginning; see `rules/warming.ts`. */
  readonly prefix: string;
  /** As it was counted here. */
  readonly tokens: number;
  readonly usage: Usage | undefined;
}

export const nothingWarmed: Warming = { run: undefined, sent: undefined, calls: 0, spent: nothingSpent };
