import {
  readOutbound,
  type Feature,
  type OutboundFrame,
  type OutboundFrameOf,
  type OutboundType,
} from "@repartee/protocol";
import type { Listener } from "../audience.ts";

/** A listener that remembers all it was told, and checks that it is what the wire promises. */
export interface Ear extends Listener {
  readonly frames: readonly OutboundFrame[];
  readonly closed: { readonly code: number; readonly reason: string } | undefined;
  of<T extends OutboundType>(type: T): readonly OutboundFrameOf<T>[];
  /** The names of the events, without their common beginning. */
  readonly types: readonly string[];
  /** The deltas, joined. */
  readonly heard: string;
}

export function createEar(...features: readonly Feature[]): Ear {
  const frames: OutboundFrame[] = [];
  let closed: Ear["closed"];
  const ear: Ear = {
    features: new Set(features),
    frames,
    get closed() {
      return closed;
    },
    send(text) {
      const read = readOutbound(JSON.parse(text));
      if (!read.ok) throw new Error(`told what the wire does not know: ${read.message}`);
      if (read.frame.event_type === "unknown") throw new Error(`told an unknown event ${read.frame.name}`);
      frames.push(read.frame);
    },
    close(code, reason) {
      closed ??= { code, reason };
    },
    of<T extends OutboundType>(type: T) {
      return frames.filter((frame): frame is OutboundFrameOf<T> => frame.event_type === type);
    },
    get types() {
      return frames.map((frame) => frame.event_type.replace(/^conversation\./, ""));
    },
    get heard() {
      return ear
        .of("conversation.replica.delta")
        .map((frame) => frame.properties.text)
        .join("");
    },
  };
  return ear;
}
