import { delivery, encodeOutbound, type OutboundFrame, type OutboundFrameOf } from "@repartee/protocol";

/** The slice of a WebSocket that is written to. */
export interface Sink {
  /** Bytes that wait for the network. */
  readonly bufferedAmount: number;
  /** `written` is called when the network has taken the text, or will never. */
  send(text: string, written: () => void): void;
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

const sendBounds: SendBounds = { diagnostics: 256 * 1024, streaming: 1024 * 1024, most: 4 * 1024 * 1024 };

/** Writes frames to a peer that may read slowly; nothing waits here without a bound. */
export interface SendBuffer {
  write(text: string, frame: OutboundFrame): void;
}

export interface SendBufferParts {
  readonly sink: Sink;
  /** Called once, when the peer has fallen too far behind. */
  readonly onFull: () => void;
  /** There is room again, after so many diagnostics were dropped. */
  readonly onRoom: (dropped: number) => void;
  readonly bounds?: SendBounds;
}

type Delta = OutboundFrameOf<"conversation.replica.delta">;
type Streaming = OutboundFrameOf<"conversation.utterance.streaming">;

export function createSendBuffer({ sink, onFull, onRoom, bounds = sendBounds }: SendBufferParts): SendBuffer {
  let dropped = 0;
  let full = false;
  /** What is put together until there is room, or something else has to leave: one of each kind. */
  let delta: Delta | undefined;
  let streaming: Streaming | undefined;

  function send(text: string): void {
    if (full) return;
    if (sink.bufferedAmount <= bounds.most) return sink.send(text, onWritten);
    full = true;
    onFull();
  }

  function onWritten(): void {
    if (sink.bufferedAmount <= bounds.streaming) flush();
    if (dropped > 0 && sink.bufferedAmount <= bounds.diagnostics) {
      const count = dropped;
      dropped = 0;
      onRoom(count);
    }
  }

  function flush(): void {
    const frames = [delta, streaming].filter((frame) => frame !== undefined);
    delta = undefined;
    streaming = undefined;
    for (const frame of frames.toSorted((one, other) => one.seq - other.seq)) send(encodeOutbound(frame));
  }

  /** Whether the frame waits with others of its kind. */
  function hold(frame: OutboundFrame): boolean {
    if (frame.event_type === "conversation.replica.delta") {
      if (delta !== undefined && delta.inference_id !== frame.inference_id) flush();
      delta = delta === undefined ? frame : join(delta, frame);
      return true;
    }
    if (frame.event_type !== "conversation.utterance.streaming") return false;
    if (streaming !== undefined && !isSameUtterance(streaming, frame)) flush();
    // The newest accumulated text says all that the older ones said.
    streaming = frame;
    return true;
  }

  return {
    write(text, frame) {
      const waiting = sink.bufferedAmount;
      if (waiting > bounds.diagnostics && delivery[frame.event_type] === "diagnostic") {
        dropped += 1;
        return;
      }
      if (waiting > bounds.streaming && hold(frame)) return;
      flush();
      send(text);
    },
  };
}

/** Two deltas as one: joined in the order of `index` they still are the whole utterance. */
function join(one: Delta, next: Delta): Delta {
  return { ...next, properties: { ...next.properties, text: one.properties.text + next.properties.text } };
}

function isSameUtterance(one: Streaming, other: Streaming): boolean {
  return one.turn_idx === other.turn_idx && one.properties.role === other.properties.role;
}
