import * as z from "zod/mini";

import { MAX_SPEECH_CHARS } from "./bounds.ts";
import { count, flag, id } from "./envelope.ts";

/** How far the mouth has got. `spoken_chars` counts UTF-16 units of the joined deltas of this `inference_id`. */
export const playback = z
  .object({
    inference_id: id,
    spoken_text: z.optional(z.string().check(z.maxLength(MAX_SPEECH_CHARS))),
    spoken_chars: z.optional(count),
    done: z.optional(flag),
  })
  .check(z.refine(saysSomething, "expected spoken_text, spoken_chars or done"));

function saysSomething(given: { spoken_text?: unknown; spoken_chars?: unknown; done?: unknown }): boolean {
  return given.spoken_text !== undefined || given.spoken_chars !== undefined || given.done !== undefined;
}
