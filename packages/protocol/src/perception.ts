import * as z from "zod/mini";

import { MAX_MEDIA_CHARS, MAX_OBSERVATION_CHARS } from "./bounds.ts";
import { id } from "./envelope.ts";

// No address can pass: an image that has to be fetched would let a client make the server call anything.
const base64 = /^(?:data:image\/(?:jpeg|png|webp);base64,)?[A-Za-z0-9+/]+={0,2}$/;

/** What the eyes see now: base64, bare or as a data URL. `mime_type` is for the bare form. */
export const perceptionFrame = z.object({
  image: z.string().check(
    z.maxLength(MAX_MEDIA_CHARS),
    z.refine(
      (image) => base64.test(image),
      "is no base64 image; send base64 of a JPEG, PNG or WebP, or a data URL of one",
    ),
  ),
  source: z.enum(["camera", "screen"]),
  mime_type: z.optional(z.enum(["image/jpeg", "image/png", "image/webp"])),
});

const observed = z.optional(z.string().check(z.maxLength(MAX_OBSERVATION_CHARS)));

/** What another system's eyes saw, in words; `source` names that system or its eye. */
export const observation = z
  .object({
    source: z.optional(id),
    user_appearance: observed,
    user_emotions: observed,
    user_screenshare: observed,
  })
  .check(z.refine(seesSomething, "expected at least one of user_appearance, user_emotions, user_screenshare"));

function seesSomething(given: {
  user_appearance?: unknown;
  user_emotions?: unknown;
  user_screenshare?: unknown;
}): boolean {
  return [given.user_appearance, given.user_emotions, given.user_screenshare].some((value) => value !== undefined);
}
