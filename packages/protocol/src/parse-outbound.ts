import type * as z from "zod/mini";

import { isRecord, refuse } from "./frame-text.ts";
import type { JsonRecord, Refusal } from "./frame-text.ts";
import { outboundEvents } from "./outbound.ts";
import type { OutboundFrame } from "./outbound.ts";
import { readValue } from "./read-value.ts";

/** A frame of a newer server: kept whole, so that a recorder loses nothing. */
export interface UnknownFrame {
  readonly event_type: "unknown";
  /** The `event_type` that it came with. */
  readonly name: string;
  readonly seq: number | undefined;
  readonly raw: JsonRecord;
}

/** What a client may get: `event_type` tells them apart. */
export type ReceivedFrame = OutboundFrame | UnknownFrame;

export type OutboundResult = { readonly ok: true; readonly frame: ReceivedFrame } | Refusal;

const schemas = new Map<string, z.ZodMiniType<OutboundFrame>>(Object.entries(outboundEvents));

/** Reads a text frame from the server. A client trusts its server for size, and for nothing else; never throws. */
export function parseOutbound(text: string): OutboundResult {
  try {
    const value: unknown = JSON.parse(text);
    return readOutbound(value);
  } catch {
    return refuse("bad_frame", "the frame is not valid JSON");
  }
}

/** The same for a JSON value that was read already. */
export function readOutbound(value: unknown): OutboundResult {
  if (!isRecord(value)) return refuse("bad_frame", "the frame is not a JSON object");
  const name = Object.hasOwn(value, "event_type") ? value["event_type"] : undefined;
  if (typeof name !== "string") return refuse("bad_frame", "event_type: expected the name of an event");
  const schema = schemas.get(name);
  if (schema === undefined) return { ok: true, frame: unknownFrame(name, value) };
  const result = readValue(schema, value);
  return result.ok ? { ok: true, frame: result.value } : refuse("bad_frame", `${result.message} (${name})`);
}

/** The text of a frame. Nothing is checked: the compiler has, and this runs for every word of every connection. */
export function encodeOutbound(frame: OutboundFrame): string {
  return isEmpty(frame.properties) ? JSON.stringify({ ...frame, properties: undefined }) : JSON.stringify(frame);
}

function isEmpty(properties: object): boolean {
  for (const _ in properties) return false;
  return true;
}

function unknownFrame(name: string, raw: JsonRecord): UnknownFrame {
  const seq = raw["seq"];
  return { event_type: "unknown", name, seq: typeof seq === "number" ? seq : undefined, raw };
}
