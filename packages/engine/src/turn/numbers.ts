import type { EndOfTurnReason, Outcome, Rung } from "../effect.ts";

/** The numbers of one turn; all times are integer milliseconds since the conversation's start. */
export interface TurnNumbers {
  readonly turnIdx: number;
  readonly outcome: Outcome;
  readonly endOfTurnReason: EndOfTurnReason;
  /** When the last word of the user arrived. */
  readonly lastWordAt: number;
  readonly endedAt: number;
  readonly releasedAt: number;
  /** When the first words were sent; undefined where there were none. */
  readonly firstWordsAt: number | undefined;
  /** `firstWordsAt - lastWordAt`: what the user waited. */
  readonly gapMs: number | undefined;
  /** How long before the end of the turn the adopted draft had started; 0 without one. */
  readonly headStartMs: number;
  readonly drafts: DraftCounts;
  readonly rung: Rung | undefined;
  readonly tokens: TokenCounts;
  /** Requests sent to a model, aborted ones included. */
  readonly calls: number;
  readonly tools: number;
}

/** Drafts by their fate. `started` counts those begun on a partial transcript; the others are their ends. */
export interface DraftCounts {
  readonly started: number;
  readonly adopted: number;
  readonly salvaged: number;
  readonly revoked: number;
  readonly discarded: number;
}

/** `in`, `cached`, `out` are the reply's; `wasted` is what drafts put out that came to nothing. */
export interface TokenCounts {
  readonly in: number;
  readonly cached: number;
  readonly out: number;
  readonly wasted: number;
}
