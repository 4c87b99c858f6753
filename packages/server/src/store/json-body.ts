/** Bodies as JSON text: what is read is what `JSON.stringify` wrote, and never shared with the caller. */
import type { JsonObject } from "../ports/store.ts";

export function writeBody(body: JsonObject): string {
  return JSON.stringify(body);
}

export function readBody(text: string): JsonObject {
  // Only text from writeBody is ever read here.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as JsonObject;
}
