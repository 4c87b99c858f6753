import * as z from "zod/mini";

import { count } from "./envelope.ts";

/** Integer milliseconds since the conversation's start. */
export const atMs = z.optional(count);

const role = z.enum(["user", "replica", "pal"]);

/** What was said, once it is known. A replica's that was cut off is told whole, as it was sent. */
export const utterance = z.object({
  role,
  speech: z.string(),
  interrupted: z.optional(z.boolean()),
  /** What of `speech` was heard, where it was cut off: the beginning that the model is told of. */
  spoken: z.optional(z.string()),
  user_audio_analysis: z.optional(z.string()),
  user_visual_analysis: z.optional(z.string()),
  at_ms: atMs,
});

/** What was said so far, accumulated; opt-in (`streaming`). */
export const utteranceStreaming = z.object({
  role,
  speech: z.string(),
  content_index: count,
  final: z.boolean(),
  is_interrupted: z.optional(z.boolean()),
  at_ms: atMs,
});

/** Someone's voice begins. */
export const speakingStart = z._default(z.object({ at_ms: atMs }), {});

/** The replica's voice ends; `duration` in seconds, null where nobody knows. */
export const replicaStop = z._default(
  z.object({
    duration: z.optional(z.nullable(z.number())),
    interrupted: z.optional(z.boolean()),
    at_ms: atMs,
  }),
  {},
);

/** The committed words as they come; joined in the order of `index` they are the whole utterance. */
export const replicaDelta = z.object({ text: z.string(), index: count, at_ms: atMs });

/** The next speakable unit. One that is `prepared` may be synthesised, and not played before its turn commits. */
export const replicaClause = z.object({
  text: z.string(),
  index: count,
  prepared: z.optional(z.boolean()),
  final: z.optional(z.boolean()),
  at_ms: atMs,
});

/** Prepared clauses died with their draft: this one, or all of them without an `index`. */
export const clauseWithdrawn = z.object({ inference_id: z.string(), index: z.optional(count), at_ms: atMs });

/**
 * A tool is to be run; `arguments` is JSON as the model wrote it. One that is `prepared` was called by a draft, before its
 * turn is committed: it may be withdrawn, and is not told again when its turn is committed.
 */
export const toolCall = z.object({
  name: z.string(),
  arguments: z.string(),
  tool_call_id: z.optional(z.string()),
  prepared: z.optional(z.boolean()),
  at_ms: atMs,
});

/** A prepared call died with its draft: nobody needs its result any more. */
export const toolCallWithdrawn = z.object({ tool_call_id: z.string(), inference_id: z.string(), at_ms: atMs });
