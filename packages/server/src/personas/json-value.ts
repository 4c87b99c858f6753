import type { Json, JsonObject } from "../ports/store.ts";

/** Whether a value is an object in the sense of JSON: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy of an object with some of its members changed by name; the rest is shared. */
export function mapMembers(object: JsonObject, change: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}

/** For what is JSON by its making, though its type no longer says so. */
export function assertJsonObject(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw new Error("expected a JSON object");
  return value;
}
