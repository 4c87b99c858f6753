import type { OutboundFrame, OutboundFrameOf, OutboundProperties, OutboundType } from "@repartee/protocol";

/** A frame of the server with a `seq` and whatever else the test cares for. */
export function frameOf<Type extends OutboundType>(
  eventType: Type,
  properties: OutboundProperties<Type>,
  head: Partial<Pick<OutboundFrame, "seq" | "turn_idx" | "inference_id">> = {},
): OutboundFrameOf<Type> {
  const frame = {
    message_type: eventType.startsWith("system.") ? "system" : "conversation",
    seq: 1,
    timestamp: 0,
    ...head,
  };
  return { ...frame, event_type: eventType, properties } as OutboundFrameOf<Type>;
}

export function hello(seq = 0): OutboundFrameOf<"system.hello"> {
  const properties = { protocol: 1, seq, turn_idx: 0, turns: "client", features: [], resumed: false } as const;
  return frameOf("system.hello", { ...properties, features: [] }, { seq });
}

export function delta(seq: number, text: string): OutboundFrameOf<"conversation.replica.delta"> {
  return frameOf("conversation.replica.delta", { text, index: seq }, { seq, turn_idx: 1, inference_id: "d1" });
}
