import * as z from "zod/mini";

import { MAX_CONTEXT_CHARS } from "./bounds.ts";
import { id } from "./envelope.ts";

const context = z.string().check(z.maxLength(MAX_CONTEXT_CHARS));

/** Stands in place of the conversation's context. */
export const overwriteContext = z.object({ context });

/** Is added to the conversation's context. */
export const appendContext = z.object({ context, job_status: z.optional(id) });

const level = z.enum(["superlow", "verylow", "low", "medium", "high", "auto"]);

/** How easily the user's pauses end a turn, or how easily the user cuts the agent off: one of them, not both. */
export const sensitivity = z
  .object({
    participant_pause_sensitivity: z.optional(level),
    participant_interrupt_sensitivity: z.optional(level),
  })
  .check(
    z.refine(hasExactlyOne, "expected exactly one of participant_pause_sensitivity, participant_interrupt_sensitivity"),
  );

function hasExactlyOne(given: object): boolean {
  return Object.values(given).filter((value) => value !== undefined).length === 1;
}
