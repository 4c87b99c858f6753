import { catch as otherwise } from "zod/mini";
import * as z from "zod/mini";

import { errorCodes, isErrorCode, isWarningCode, warningCodes } from "./codes.ts";
import type { ErrorCode, WarningCode } from "./codes.ts";
import { count } from "./envelope.ts";
import { atMs } from "./replica-speech.ts";
import { contextSize } from "./turn-numbers.ts";

/** The first frame of every connection. `seq` and `turn_idx` are the highest so far. */
export const hello = z.object({
  protocol: count,
  seq: count,
  turn_idx: count,
  turns: z.enum(["client", "server"]),
  features: z.array(z.string()),
  resumed: z.boolean(),
  /** What answers, by the name that the persona has for it; a stand-in is to be marked as one. */
  model: z.optional(z.object({ name: z.string(), stand_in: z.boolean() })),
  at_ms: atMs,
});

/** Something is worth knowing; a code of a newer server reads as `notice`. */
export const warning = z.object({
  code: otherwise(z.enum(keysOf(warningCodes, isWarningCode)), "notice"),
  message: z.string(),
  /** The context that was sent, where it is about that. */
  context: z.optional(contextSize),
  /** `context_summarized`: what the model is told from now on, of how many turns, and what that cost. */
  summary: z.optional(z.string()),
  turns: z.optional(count),
  tokens: z.optional(z.object({ in: count, cached: count, out: count })),
  cost: z.optional(z.nullable(z.number())),
  at_ms: atMs,
});

/** The turn or the frame failed; the conversation goes on. A code of a newer server reads as `internal`. */
export const error = z.object({
  code: otherwise(z.enum(keysOf(errorCodes, isErrorCode)), "internal"),
  message: z.string(),
  /** The model's server, by name and address. */
  upstream: z.optional(z.string()),
  /** Its HTTP status. */
  status: z.optional(count),
  /** The call that came to nothing, where it is about one: its turn goes on. */
  tool_call_id: z.optional(z.string()),
  at_ms: atMs,
});

/** The conversation has ended; the connection closes next. */
export const shutdown = z._default(z.object({ reason: z.optional(z.string()), at_ms: atMs }), {});

function keysOf<Code extends ErrorCode | WarningCode>(
  codes: Readonly<Record<Code, string>>,
  isCode: (code: string) => code is Code,
): readonly Code[] {
  return Object.keys(codes).filter(isCode);
}
