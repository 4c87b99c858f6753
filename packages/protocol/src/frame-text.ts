import { MAX_FRAME_BYTES } from "./bounds.ts";

/** Why a frame could not be read. */
export interface Refusal {
  readonly ok: false;
  readonly code: "bad_frame" | "unknown_event" | "frame_too_large" | "unsupported";
  readonly message: string;
}

export function refuse(code: Refusal["code"], message: string): Refusal {
  return { ok: false, code, message };
}

/** Any JSON object, with only what it holds itself. */
export type JsonRecord = { readonly [key: string]: unknown };

/** Reads one text frame as a JSON object; never throws. */
export function readFrameText(text: string): { readonly ok: true; readonly value: unknown } | Refusal {
  if (isTooLong(text)) {
    return refuse("frame_too_large", `the frame is longer than ${MAX_FRAME_BYTES} bytes; send less at a time`);
  }
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    // The parser's own message quotes the text, which is what someone said.
    return refuse("bad_frame", "the frame is not valid JSON; send one JSON object in each text frame");
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Counts only where the length leaves it open: a UTF-16 unit is one to three bytes of UTF-8. */
function isTooLong(text: string): boolean {
  if (text.length > MAX_FRAME_BYTES) return true;
  if (text.length * 3 <= MAX_FRAME_BYTES) return false;
  return utf8Length(text) > MAX_FRAME_BYTES;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
