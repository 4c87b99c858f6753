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
  /** In the operator's currency, discarded drafts included; undefined where no price is known. */
  readonly cost: number | undefined;
  /** The context that was sent last, in tokens as they are expected to be counted; undefined where no model was asked. */
  readonly context: ContextSize | undefined;
  /** Requests sent to a model, aborted ones included. */
  readonly calls: number;
  /** Requests that only warmed the upstream's cache since the turn before, in none of the other counts; absent: none. */
  readonly warmCalls?: number;
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

/** What was sent, of what the model holds; `soft` is where it is warned of. */
export interface ContextSize {
  readonly tokens: number;
  readonly limit: number;
  readonly soft: number;
}

/**
 * `in`, `cached`, `out` are the reply's, over all of its requests; `wasted` is what drafts put out that came to nothing,
 * `wastedIn` what was put into them. As the upstream reports them, else as they are counted here.
 */
export interface TokenCounts {
  readonly in: number;
  readonly cached: number;
  readonly out: number;
  readonly wasted: number;
  readonly wastedIn: number;
  /** What was read to warm the upstream's cache; not in the others. */
  readonly warmIn?: number;
}
