import * as z from "zod/mini";

import { count } from "./envelope.ts";
import { atMs } from "./replica-speech.ts";
import { turnNumbers } from "./turn-numbers.ts";

/** The turn is released: what comes with this `inference_id` may be spoken. */
export const turnCommitted = z.object({
  turn_idx: count,
  inference_id: z.string(),
  reason: z.string(),
  transcript: z.string(),
  rung: z.optional(z.nullable(z.string())),
  /** How long the turn may still be reopened; 0: not at all. */
  grace_ms: count,
  at_ms: atMs,
});

/** The user went on: drop what you have of this `inference_id`. */
export const turnReopened = z.object({ turn_idx: count, inference_id: z.string(), reason: z.string(), at_ms: atMs });

/** The turn is over and stored; exactly one per turn. */
export const turnCompleted = z.extend(turnNumbers, { at_ms: atMs });

/** A draft has begun on what was said so far. */
export const draftStarted = z.object({
  inference_id: z.string(),
  reason: z.string(),
  transcript: z.string(),
  at_ms: count,
});

/** A draft has come to nothing: `tokens` is what it cost. */
export const draftEnded = z.object({ inference_id: z.string(), reason: z.string(), tokens: count, at_ms: atMs });

/** A draft is the reply. */
export const draftAdopted = z.object({
  inference_id: z.string(),
  rung: z.string(),
  head_start_ms: z.int(),
  at_ms: atMs,
});
