import * as z from "zod/mini";

import { MAX_TRANSCRIPT_CHARS, MAX_WORD_CHARS, MAX_WORDS } from "./bounds.ts";
import { flag, id } from "./envelope.ts";

/** What the user said, as far as anyone knows. */
export const spokenText = z.string().check(z.maxLength(MAX_TRANSCRIPT_CHARS));

const probability = z.number().check(z.gte(0), z.lte(1));
const milliseconds = z.number().check(z.gte(0));

/** One word on the recogniser's own clock. */
const timedWord = z.object({
  text: z.string().check(z.maxLength(MAX_WORD_CHARS)),
  start_ms: milliseconds,
  end_ms: milliseconds,
  final: z.optional(flag),
});

/** What the recogniser thinks now: by default the whole turn so far. `final` does not end the turn. */
export const transcript = z.object({
  text: spokenText,
  utterance_id: z.optional(id),
  scope: z.optional(z.enum(["turn", "segment"])),
  final: z.optional(flag),
  stability: z.optional(probability),
  end_of_turn_probability: z.optional(probability),
  words: z.optional(z.array(timedWord).check(z.maxLength(MAX_WORDS))),
});

/** The caller's own turn detector: the turn is over, or goes on; `text` is the whole turn. */
export const turnMark = z._default(z.object({ text: z.optional(spokenText) }), {});
