import * as z from "zod/mini";

import { count } from "./envelope.ts";

/** How a turn ended for the agent. */
const outcome = z.enum(["completed", "silent", "interrupted", "failed"]);
export type Outcome = z.output<typeof outcome>;

const at = z.nullable(count);
/** May be negative: words can be ready before the last word of the user has come. */
const span = z.nullable(z.int());

/** Drafts by their fate; `started` counts those begun on a partial transcript. */
const draftCounts = z.object({
  started: count,
  adopted: count,
  salvaged: count,
  revoked: count,
  discarded: count,
});

/**
 * `in`, `cached`, `out` are the reply's, over all of its requests; `wasted` is what drafts put out that came to nothing,
 * `wasted_in` what was put into them. As the upstream reports them, else as they are counted here.
 */
const tokenCounts = z.object({
  in: count,
  cached: count,
  out: count,
  wasted: count,
  wasted_in: z.optional(count),
  /** Read to warm the upstream's cache since the turn before; in none of the others. */
  warm_in: z.optional(count),
});

/** A context that was sent, and what the model holds, in tokens; above `soft` it is warned of. */
export const contextSize = z.object({ tokens: count, limit: count, soft: count });

/**
 * The numbers of one turn, the same on the wire, in the store and on the page.
 *
 * Names in `_at` are integer milliseconds since the conversation's start; a key is always there, and null where there is nothing to tell.
 */
export const turnNumbers = z.object({
  turn_idx: count,
  outcome,
  end_of_turn_reason: z.string(),
  last_word_at: at,
  ended_at: at,
  released_at: at,
  first_words_at: at,
  /** From the user's last word to the first words of the reply: what the user waited. */
  gap_ms: span,
  /** How long before the end of the turn the adopted draft had started; 0 without one. */
  head_start_ms: span,
  drafts: draftCounts,
  /** The step of the match ladder on which a draft was adopted. */
  rung: z.nullable(z.string()),
  tokens: tokenCounts,
  /** In the operator's currency, discarded drafts included; null where no price is known. Older servers do not tell. */
  cost: z.optional(z.nullable(z.number())),
  /** The context that was sent last; null where no model was asked. Older servers do not tell. */
  context: z.optional(z.nullable(contextSize)),
  /** Requests sent to a model, aborted ones included. */
  calls: count,
  /** Requests beside them that only warmed the upstream's cache; not told where there were none. */
  warm_calls: z.optional(count),
  /** Tool calls. */
  tools: count,
});
export type TurnNumbers = z.output<typeof turnNumbers>;
