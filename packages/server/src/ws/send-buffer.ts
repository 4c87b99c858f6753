import { delivery, encodeOutbound, type OutboundFrame, type OutboundFrameOf } from "@repartee/protocol";

/** The slice of a WebSocket that is written to. */
export interface Sink {
  /** Bytes that wait for the network. */
  readonly bufferedAmount: number;
  send(text: string): void;
}

/** How many bytes may wait before something gives. */
export interface SendBounds {
  /** From here on diagnostics are dropped, and counted. */
  readonly diagnostics: number;
  /** From here on what is streamed is put together into fewer frames. */
  readonly streaming: number;
  /** Here the connection ends; it can resume. */
  readonly most: number;
}

export const sendBounds: SendBounds = { diagnostics: 256 * 1024, streaming: 1024 * 1024, most: 4 * 1024 * 1024 };

/** Writes frames to a peer that may read slowly; nothing waits here without a bound. */
export interface SendBuffer {
  /** Diagnostics that this peer was too slow to get. */
  readonly dropped: number;
  write(text: string, frame: OutboundFrame): void;
}

type Delta = OutboundFrameOf<"conversation.replica.delta">;

/** `onFull` is called once, when the peer has fallen too far behind. */
export function createSendBuffer(sink: Sink, onFull: () => void, bounds: SendBounds = sendBounds): SendBuffer {
  let dropped = 0;
  let full = false;
  let held: Delta | undefined;
  let heldStream: OutboundFrame | undefined;

  function send(text: string): void {
    if (full) return;
    if (sink.bufferedAmount <= bounds.most) return sink.send(text);
    full = true;
    onFull();
  }

  function flush(): void {
    const frames = [held, heldStream];
    held = undefined;
    heldStream = undefined;
    for (const frame of frames) if (frame !== undefined) send(encodeOutbound(frame));
  }

  return {
    get dropped() {
      return dropped;
    },
    write(text, frame) {
      const waiting = sink.bufferedAmount;
      if (waiting > bounds.diagnostics && delivery[frame.event_type] === "diagnostic") {
        dropped += 1;
        return;
      }
      if (waiting > bounds.streaming) {
        if (frame.event_type === "conversation.replica.delta") {
          if (held !== undefined && held.inference_id !== frame.inference_id) flush();
          held = held === undefined ? frame : join(held, frame);
          return;
        }
        // The newest accumulated text says all that the older ones said.
        if (frame.event_type === "conversation.utterance.streaming") {
          heldStream = frame;
          return;
        }
      }
      flush();
      send(text);
    },
  };
}

/** Two deltas as one: joined in the order of `index` they still are the whole utterance. */
function join(one: Delta, next: Delta): Delta {
  return { ...next, properties: { ...next.properties, text: one.properties.text + next.properties.text } };
}
