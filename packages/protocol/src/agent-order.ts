import * as z from "zod/mini";

import { MAX_MEDIA_CHARS, MAX_SPEECH_CHARS } from "./bounds.ts";
import { flag, id } from "./envelope.ts";
import { spokenText } from "./user-speech.ts";

/** Speak exactly these words. Pieces with one `inference_id` are one utterance, until `done`. */
const echoText = z.object({
  modality: z.optional(z.literal("text")),
  text: z.string().check(z.maxLength(MAX_SPEECH_CHARS)),
  inference_id: z.optional(id),
  done: z._default(flag, true),
});

/** Speak exactly this sound: base64 of 16-bit PCM. */
const echoAudio = z.object({
  modality: z.literal("audio"),
  audio: z.string().check(z.maxLength(MAX_MEDIA_CHARS)),
  sample_rate: z._default(z.int().check(z.gte(8_000), z.lte(192_000)), 16_000),
  inference_id: z.optional(id),
  done: z._default(flag, false),
});

/** Without a `modality` it is text. */
export const echo = z.discriminatedUnion("modality", [echoText, echoAudio]);

/** Finished user speech, given by an application. */
export const respond = z.object({
  text: spokenText.check(z.refine((text) => text.trim() !== "", "is empty; send what the user said")),
});
