import * as z from "zod/mini";

import { count } from "./envelope.ts";
import { readValue } from "./read-value.ts";
import type { ReadResult } from "./read-value.ts";

/**
 * One line of a trace: a wire frame, when it passed, and which way. `in` is towards the server.
 *
 * A trace is NDJSON of these, in the order of time: a session file, the input of a replay, a golden test.
 */
export const traceLine = z.object({
  at_ms: count,
  direction: z.enum(["in", "out"]),
  frame: z.looseObject({ event_type: z.string() }),
});
export type TraceLine = z.output<typeof traceLine>;

export function encodeTraceLine(line: TraceLine): string {
  return JSON.stringify(line);
}

/** Reads one line; the message says which field is wrong. Never throws. */
export function parseTraceLine(text: string): ReadResult<TraceLine> {
  try {
    return readValue(traceLine, JSON.parse(text));
  } catch {
    return { ok: false, message: "the line is not valid JSON" };
  }
}
