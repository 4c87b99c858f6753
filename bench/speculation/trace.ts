import type { ModelCall } from "./upstream.ts";
import type { TurnScript } from "./script.ts";

/** What a policy did in one turn, as far as it can be seen from outside; the measures are taken from this alone. */
export interface TurnTrace {
  readonly turn: TurnScript;
  /** Requests whose bytes were sent, in their order. */
  readonly calls: readonly ModelCall[];
  /** Requests that only warmed a cache. */
  readonly warmCalls: number;
  readonly commits: readonly Commit[];
  readonly drafts: DraftFates;
}

/** A moment in which the policy took the turn for over. */
export interface Commit {
  readonly at: number;
  /** How many words of the turn had been told by then. */
  readonly told: number;
  /** Whether these words were as the recogniser's last word on them: no correction was to come. */
  readonly exact: boolean;
  /** It was taken back before a word of its reply was heard. */
  readonly reopened: boolean;
  /** The reply as it was let out. */
  readonly deltas: readonly Delta[];
  /** When the reply was complete and let out; undefined where it was cut off before. */
  readonly finishedAt: number | undefined;
}

export interface Delta {
  readonly at: number;
  readonly text: string;
}

/** What became of generations that began before their turn was over. */
export interface DraftFates {
  readonly adopted: number;
  readonly salvaged: number;
  /** Ended without being used, for whatever reason. */
  readonly discarded: number;
}
