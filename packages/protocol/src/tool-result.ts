import * as z from "zod/mini";

import { id } from "./envelope.ts";
import { isShallow } from "./json-depth.ts";

/**
 * What a tool answered, as text: a JSON value that is not a string becomes its JSON, and nothing becomes "". What is beyond
 * `MAX_TOOL_RESULT_CHARS` is not refused: whoever tells the model leaves its middle out.
 */
const output = z._default(
  z.pipe(
    z.unknown().check(z.refine(isShallow, "is nested too deeply; send a flat value or a string")),
    z.transform((value) => (typeof value === "string" ? value : JSON.stringify(value))),
  ),
  "",
);

/** The answer to a `conversation.tool_call`. */
export const toolResult = z.object({
  tool_call_id: id,
  output,
  status: z._default(z.enum(["success", "error"]), "success"),
  name: z.optional(id),
});
