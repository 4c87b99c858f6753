import type * as z from "zod/mini";

import { closestName } from "./closest-name.ts";
import { isRecord, readFrameText, refuse } from "./frame-text.ts";
import type { JsonRecord, Refusal } from "./frame-text.ts";
import { inboundEvents, unsupportedEvents } from "./inbound.ts";
import type { InboundFrame } from "./inbound.ts";
import { readValue } from "./read-value.ts";

export type InboundResult = { readonly ok: true; readonly frame: InboundFrame } | Refusal;

// A map, because a lookup in an object would find `constructor` and `__proto__`.
const schemas = new Map<string, z.ZodMiniType<InboundFrame>>(Object.entries(inboundEvents));

/** Reads a text frame from a client: a typed frame, or what is wrong with it. Never throws. */
export function parseInbound(text: string): InboundResult {
  const read = readFrameText(text);
  return read.ok ? readInbound(read.value) : read;
}

/** The same for a JSON value that was read already. */
export function readInbound(value: unknown): InboundResult {
  if (!isRecord(value)) return refuse("bad_frame", 'the frame is not a JSON object; send {"event_type": …}');
  const eventType = Object.hasOwn(value, "event_type") ? value["event_type"] : undefined;
  if (typeof eventType !== "string") return refuse("bad_frame", "event_type: expected the name of an event");
  const schema = schemas.get(eventType);
  if (schema === undefined) return refuseEvent(eventType);
  const result = readValue(schema, withoutNulls(value));
  return result.ok ? { ok: true, frame: result.value } : refuse("bad_frame", `${result.message} (${eventType})`);
}

/** A null, in the frame or in its properties, means that nothing was given: many languages write it so. */
function withoutNulls(frame: JsonRecord): JsonRecord {
  const given = dropNulls(frame);
  const properties = given["properties"];
  return isRecord(properties) ? { ...given, properties: dropNulls(properties) } : given;
}

function dropNulls(record: JsonRecord): JsonRecord {
  // `fromEntries` defines properties; assigning would follow a `__proto__` key.
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

function refuseEvent(eventType: string): Refusal {
  const reason = unsupportedEvents.get(eventType);
  if (reason !== undefined) return refuse("unsupported", `${eventType} is not supported: ${reason}`);
  const name = eventType.length > 64 ? `${eventType.slice(0, 64)}…` : eventType;
  const closest = closestName(eventType, [...schemas.keys()]);
  const advice = closest === undefined ? "docs/spec/wire.md lists the events" : `did you mean "${closest}"?`;
  return refuse("unknown_event", `event_type: unknown event "${name}"; ${advice}`);
}
