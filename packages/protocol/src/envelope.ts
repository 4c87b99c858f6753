import { catch as otherwise } from "zod/mini";
import * as z from "zod/mini";

import { MAX_ID_CHARS } from "./bounds.ts";

/** An id or a short label: some text, and not much of it. */
export const id = z.string().check(z.minLength(1), z.maxLength(MAX_ID_CHARS));

/** A claim, also as the strings "true" and "false", which some clients of this protocol send. */
export const flag = z.pipe(
  z.transform((value) => (value === "true" ? true : value === "false" ? false : value)),
  z.boolean(),
);

/** A whole number from 0. */
export const count = z.int().check(z.gte(0));

/** Nothing is said beside the event itself. */
export const nothing = z._default(z.object({}), {});

/** A frame from a client: `message_type` says nothing new, so that a missing or odd one does no harm. */
export function inboundEvent<const Type extends string, Properties extends z.ZodMiniType>(
  eventType: Type,
  properties: Properties,
) {
  return z.object({
    message_type: otherwise(z.literal("conversation"), "conversation"),
    event_type: z.literal(eventType),
    conversation_id: z.optional(id),
    properties,
  });
}

/** A frame from the server: numbered, dated, and tied to its turn and its generation where it has one. */
export function outboundEvent<const Type extends string, Properties extends z.ZodMiniType>(
  eventType: Type,
  properties: Properties,
) {
  return z.object({ ...head("conversation"), event_type: z.literal(eventType), properties });
}

/** A frame about the channel itself. */
export function systemEvent<const Type extends string, Properties extends z.ZodMiniType>(
  eventType: Type,
  properties: Properties,
) {
  return z.object({ ...head("system"), event_type: z.literal(eventType), properties });
}

function head<const Kind extends "conversation" | "system">(kind: Kind) {
  return {
    message_type: otherwise(z.literal(kind), kind),
    conversation_id: z.optional(z.string()),
    /** Rises with every frame of a conversation; gaps are normal. */
    seq: count,
    /** Groups the frames of one turn. */
    turn_idx: z.optional(count),
    /** The draft that the frame belongs to; kept over tool rounds. */
    inference_id: z.optional(z.string()),
    /** Unix seconds with a fraction. */
    timestamp: z.number(),
  };
}
