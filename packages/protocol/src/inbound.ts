import type * as z from "zod/mini";

import { echo, respond } from "./agent-order.ts";
import { appendContext, overwriteContext, sensitivity } from "./context-change.ts";
import { inboundEvent, nothing } from "./envelope.ts";
import { observation, perceptionFrame } from "./perception.ts";
import { playback } from "./playback.ts";
import { toolResult } from "./tool-result.ts";
import { transcript, turnMark } from "./user-speech.ts";

/** Everything that a client may send, by `event_type`. The first seven are Tavus's; the rest are ours. */
export const inboundEvents = {
  "conversation.echo": inboundEvent("conversation.echo", echo),
  "conversation.respond": inboundEvent("conversation.respond", respond),
  "conversation.interrupt": inboundEvent("conversation.interrupt", nothing),
  "conversation.overwrite_llm_context": inboundEvent("conversation.overwrite_llm_context", overwriteContext),
  "conversation.append_llm_context": inboundEvent("conversation.append_llm_context", appendContext),
  "conversation.sensitivity": inboundEvent("conversation.sensitivity", sensitivity),
  "conversation.tool_result": inboundEvent("conversation.tool_result", toolResult),
  "conversation.user.transcript": inboundEvent("conversation.user.transcript", transcript),
  "conversation.user.started_speaking": inboundEvent("conversation.user.started_speaking", nothing),
  "conversation.user.stopped_speaking": inboundEvent("conversation.user.stopped_speaking", nothing),
  "conversation.user.turn_end": inboundEvent("conversation.user.turn_end", turnMark),
  "conversation.user.turn_resumed": inboundEvent("conversation.user.turn_resumed", turnMark),
  "conversation.replica.playback": inboundEvent("conversation.replica.playback", playback),
  "conversation.perception.frame": inboundEvent("conversation.perception.frame", perceptionFrame),
  "conversation.perception.observation": inboundEvent("conversation.perception.observation", observation),
};

export type InboundType = keyof typeof inboundEvents;

/** A frame from a client, as the server reads it: defaults filled in, unknown properties left out. */
export type InboundFrame = z.output<(typeof inboundEvents)[InboundType]>;

/** A frame from a client, as the client writes it. */
export type InboundMessage = z.input<(typeof inboundEvents)[InboundType]>;

/** The read frame of one `event_type`. */
export type InboundFrameOf<Type extends InboundType> = Extract<InboundFrame, { event_type: Type }>;

/** The written properties of one `event_type`. */
export type InboundProperties<Type extends InboundType> = NonNullable<
  Extract<InboundMessage, { event_type: Type }>["properties"]
>;

/** Events of the same protocol elsewhere that this layer knows and does not do, with the reason. */
export const unsupportedEvents: ReadonlyMap<string, string> = new Map([
  ["conversation.objective.confirm", "objectives are not part of this server"],
  ["conversation.realtime_api", "it was removed from the protocol; send conversation.respond or conversation.echo"],
]);
