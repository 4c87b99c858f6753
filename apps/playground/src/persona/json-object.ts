type JsonRecord = Readonly<Record<string, unknown>>;

export type JsonObjectResult =
  | { readonly ok: true; readonly value: JsonRecord | undefined }
  | { readonly ok: false; readonly message: string };

/** Reads what was typed where a JSON object belongs; nothing typed is no object, and says where it is wrong. */
export function parseJsonObject(text: string): JsonObjectResult {
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return { ok: true, value };
    return { ok: false, message: 'expected a JSON object, such as {"temperature": 0.4}' };
  } catch (cause) {
    return { ok: false, message: `not JSON: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object, or an empty one where there is none. */
export function readRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

/** The text, or none where there is none. */
export function readText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
