import type { Feature } from "./features.ts";
import type { OutboundFrame, OutboundType } from "./outbound.ts";

/**
 * What becomes of a frame that a connection misses: `durable` ones are sent again after a resume, `transient` ones
 * are not (one accumulated utterance stands for the deltas), `diagnostic` ones are the first to be dropped.
 */
export type Delivery = "durable" | "transient" | "diagnostic";

export const delivery: Readonly<Record<OutboundType, Delivery>> = {
  "conversation.utterance": "durable",
  "conversation.utterance.streaming": "transient",
  "conversation.tool_call": "durable",
  "conversation.tool_call_withdrawn": "transient",
  "conversation.user.started_speaking": "transient",
  "conversation.user.stopped_speaking": "transient",
  "conversation.replica.started_speaking": "transient",
  "conversation.replica.stopped_speaking": "transient",
  "conversation.replica.delta": "transient",
  "conversation.replica.clause": "transient",
  "conversation.replica.clause_withdrawn": "transient",
  "conversation.turn.committed": "transient",
  "conversation.turn.reopened": "transient",
  "conversation.turn.completed": "durable",
  "conversation.draft.started": "diagnostic",
  "conversation.draft.revoked": "diagnostic",
  "conversation.draft.adopted": "diagnostic",
  "conversation.draft.discarded": "diagnostic",
  "conversation.warning": "transient",
  "conversation.error": "transient",
  "system.hello": "transient",
  "system.shutdown": "durable",
};

/** The feature that a connection must have asked for to be sent this frame; undefined: everyone gets it. */
export function requiredFeature(frame: OutboundFrame): Feature | undefined {
  if (frame.event_type === "conversation.utterance.streaming") return "streaming";
  if (frame.event_type === "conversation.replica.clause_withdrawn") return "prepared";
  if (frame.event_type === "conversation.replica.clause") return frame.properties.prepared ? "prepared" : undefined;
  if (frame.event_type === "conversation.tool_call_withdrawn") return "read_tools";
  if (frame.event_type === "conversation.tool_call") return frame.properties.prepared ? "read_tools" : undefined;
  return delivery[frame.event_type] === "diagnostic" ? "drafts" : undefined;
}
