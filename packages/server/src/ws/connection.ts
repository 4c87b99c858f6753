import {
  encodeOutbound,
  parseInbound,
  type ConnectOptions,
  type ErrorCode,
  type OutboundFrame,
} from "@repartee/protocol";
import type { WebSocket } from "ws";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Listener } from "../session/audience.ts";
import { diagnosticsDropped, errorFrame } from "../session/notice-frames.ts";
import type { Session } from "../session/session.ts";
import { closeReason } from "./close-reason.ts";
import { createFrameRate } from "./frame-rate.ts";
import { helloFrame, missedFrames, type MissedParts } from "./hello.ts";
import { createSendBuffer } from "./send-buffer.ts";

export interface ConnectionParts extends Pick<MissedParts, "store"> {
  readonly socket: WebSocket;
  readonly session: Session;
  readonly workspaceId: string;
  readonly options: ConnectOptions;
  readonly clock: Clock;
  readonly log: Log;
}

/** Bad frames in a row after which a connection ends: nobody there speaks this protocol. */
const mostBadFrames = 100;
/** Frames that may wait while what was missed is read from the store. */
const mostHeld = 10_000;

/** Serves one socket: reads frames, hands them to the conversation, writes what it tells. */
export async function serveConnection(parts: ConnectionParts): Promise<void> {
  const { socket, session, options, log } = parts;
  const { afterSeq } = options;
  const at = session.hello;
  if (afterSeq !== undefined && afterSeq > at.seq) {
    return socket.close(4400, `after_seq: this conversation has come to ${at.seq} only`);
  }
  const { listener, release } = createListener(parts);
  const answer = (code: ErrorCode, message: string): void =>
    session.tell(listener, errorFrame(code, message, session.hello.atMs));

  socket.on("error", (error) => log.debug("a connection failed", { reason: error.message }));
  socket.on("message", createReader({ ...parts, answer }));
  socket.on("close", () => session.leave(listener));

  session.tell(listener, helloFrame(at, options));
  session.join(listener);
  if (afterSeq === undefined) return release([]);
  // In one go with joining: what is said from now on comes as deltas behind it.
  session.recap(listener);
  release(await missedFrames({ ...parts, afterSeq, upToSeq: at.seq }));
}

interface JoiningListener {
  readonly listener: Listener;
  /** What was missed goes first, then what waited meanwhile; from now on nothing waits. */
  readonly release: (missed: readonly OutboundFrame[]) => void;
}

/** The conversation's end of a socket. The first frame, the hello, leaves at once; the next wait for `release`. */
function createListener({ socket, session, options }: ConnectionParts): JoiningListener {
  let held: OutboundFrame[] | undefined;
  let greeted = false;
  const buffer = createSendBuffer({
    sink: socket,
    onFull: () => socket.close(4408, "this connection reads too slowly; resume with after_seq"),
    onRoom: (dropped) => session.tell(listener, diagnosticsDropped(dropped, session.hello.atMs)),
  });
  const listener: Listener = {
    features: new Set(options.features),
    send(text, frame) {
      if (held === undefined) buffer.write(text, frame);
      else if (held.length < mostHeld) held.push(frame);
      else socket.close(4408, "the store is too slow for this connection; resume with after_seq");
      if (greeted) return;
      greeted = true;
      held = [];
    },
    close: (code, reason) => socket.close(code, closeReason(reason)),
  };
  return {
    listener,
    release(missed) {
      const waiting = held ?? [];
      held = undefined;
      for (const frame of [...missed, ...waiting]) buffer.write(encodeOutbound(frame), frame);
    },
  };
}

interface Reader extends ConnectionParts {
  readonly answer: (code: ErrorCode, message: string) => void;
}

/** What becomes of each frame that comes in. */
function createReader({ socket, session, options, clock, answer }: Reader): (data: Buffer, isBinary: boolean) => void {
  const mayCome = createFrameRate(clock);
  let bad = 0;
  let limited = false;
  return (data, isBinary) => {
    // Frames that were under way when the connection was ended.
    if (socket.readyState !== socket.OPEN) return;
    if (isBinary) return socket.close(1003, "send JSON in text frames");
    if (!mayCome()) {
      if (!limited) answer("rate_limited", "too many frames: this one and those that follow too fast are dropped");
      limited = true;
      return;
    }
    limited = false;
    const parsed = parseInbound(data.toString("utf8"));
    if (parsed.ok) {
      bad = 0;
      return session.receive(parsed.frame, options.turns, answer);
    }
    bad += 1;
    if (bad > mostBadFrames) return socket.close(1008, "too many frames that cannot be read");
    answer(parsed.code, parsed.message);
  };
}
