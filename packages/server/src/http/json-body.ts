import { lineAndColumn, locateJson } from "../json/json-positions.ts";
import { isJsonObject } from "../personas/json-value.ts";
import type { Json, JsonObject } from "../ports/store.ts";
import { refusal } from "./problem.ts";

export const MAX_BODY_BYTES = 1024 * 1024;

/** Deeper than any honest persona, and far from where recursion hurts. */
const MAX_DEPTH = 64;

/** The body as JSON, whatever its content type says; refuses what is too large, too deep or no JSON, and says where. */
export async function readJson(request: Request): Promise<Json> {
  return parseJson(await readText(request));
}

/** The body as an object; nothing at all counts as an empty one. */
export async function readJsonObject(request: Request): Promise<JsonObject> {
  const text = await readText(request);
  const value = text.trim() === "" ? {} : parseJson(text);
  if (!isJsonObject(value)) throw refusal(400, "body: expected an object");
  return value;
}

/** The body as text, never more of it in memory than the bound. */
export async function readText(request: Request, maxBytes: number = MAX_BODY_BYTES): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw refusal(413, `body: larger than ${maxBytes} bytes, the most that this door takes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw refusal(400, "body: expected UTF-8"); // the decoder's own error says no more
  }
}

/** What `readJson` does, for a body that was read already. */
export function parseJson(text: string): Json {
  const value = tryParse(text);
  if (value === undefined) throw refusal(400, `body: ${whereItBreaks(text)}`);
  if (!dropProto(value)) throw refusal(400, `body: nested deeper than ${MAX_DEPTH} levels`);
  return value;
}

function tryParse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined; // V8's message often lacks the position; whereItBreaks finds it
  }
}

function whereItBreaks(text: string): string {
  const positions = locateJson(text);
  if (positions.ok) return "not JSON";
  const { line, column } = lineAndColumn(text, positions.offset);
  return `not JSON at position ${positions.offset} (line ${line}, column ${column}): ${positions.problem}`;
}

/**
 * Drops members named `__proto__`, which some later copy could take for a prototype; false when the value is too deep.
 * Without recursion, as this is where the depth becomes known.
 */
function dropProto(root: Json): boolean {
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth >= MAX_DEPTH) return false;
    if (Object.hasOwn(value, "__proto__")) Reflect.deleteProperty(value, "__proto__");
    for (const child of Object.values(value)) pending.push({ value: child, depth: depth + 1 });
  }
  return true;
}
