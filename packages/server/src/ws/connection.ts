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
import type { UnsentFrame } from "../session/frame.ts";
import type { Session } from "../session/session.ts";
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

/** Serves one socket: reads frames, hands them to the conversation, writes what it tells. */
export async function serveConnection(parts: ConnectionParts): Promise<void> {
  const { socket, session, options, log } = parts;
  const buffer = createSendBuffer(socket, () =>
    socket.close(4408, "this connection reads too slowly; resume with after_seq"),
  );
  const features = new Set(options.features);
  /** While what was missed is read from the store, live frames wait behind it. */
  let held: OutboundFrame[] | undefined = [];

  const listener: Listener = {
    features,
    send(text, frame) {
      if (held === undefined) buffer.write(text, frame);
      else held.push(frame);
    },
    close: (code, reason) => socket.close(code, reason.slice(0, 120)),
  };

  const write = (frame: OutboundFrame): void => buffer.write(encodeOutbound(frame), frame);
  const answer = (code: ErrorCode, message: string): void => write(session.stamp(errorFrame(code, message)));

  socket.on("error", (error) => log.debug("a connection failed", { reason: error.message }));
  socket.on("message", createReader({ ...parts, answer }));
  socket.on("close", () => session.leave(listener));

  const { afterSeq } = options;
  write(session.stamp(helloFrame(session.hello, options)));
  session.join(listener);
  const missed = afterSeq === undefined ? [] : await missedFrames({ ...parts, afterSeq });
  const waiting = held;
  held = undefined;
  const seen = new Set(missed.map((frame) => frame.seq));
  for (const frame of missed) write(frame);
  for (const frame of waiting) if (!seen.has(frame.seq)) write(frame);
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

function errorFrame(code: ErrorCode, message: string): UnsentFrame {
  return { message_type: "conversation", event_type: "conversation.error", properties: { code, message } };
}
