import { readOutbound, type OutboundFrame, type OutboundFrameOf, type OutboundType } from "@repartee/protocol";
import { WebSocket } from "ws";

/** The key that the servers of these tests are started with. */
export const API_KEY = "rp_00112233445566778899aabbccddeeff";

export interface DialOptions {
  readonly query?: string;
  /** Instead of the key. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a dial was refused before there was a connection. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
}

/** A raw client of the live channel: it keeps what came, and waits for what should. */
export interface LiveSocket {
  readonly socket: WebSocket;
  readonly frames: readonly OutboundFrame[];
  /** The first frame of this type, or the first that `fits` too, of those that came or will come. */
  until<T extends OutboundType>(type: T, fits?: (frame: OutboundFrameOf<T>) => boolean): Promise<OutboundFrameOf<T>>;
  of<T extends OutboundType>(type: T): readonly OutboundFrameOf<T>[];
  send(eventType: string, properties?: object): void;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly refused: Promise<Refusal>;
  close(): void;
}

export function dialLive(address: string, options: DialOptions = {}): LiveSocket {
  const { query = "turns=client", headers = { "x-api-key": API_KEY } } = options;
  const socket = new WebSocket(`${address.replace(/^http/, "ws")}?${query}`, { headers: { ...headers } });
  const frames: OutboundFrame[] = [];
  const waiting = new Set<() => void>();
  let over: string | undefined;
  const wake = (): void => {
    for (const look of waiting) look();
  };
  socket.on("message", (text: Buffer) => {
    const read = readOutbound(JSON.parse(text.toString()));
    if (!read.ok || read.frame.event_type === "unknown") throw new Error(`no frame of ours: ${text.toString()}`);
    frames.push(read.frame);
    wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((done) => {
    socket.on("close", (code, reason) => {
      over = `the connection closed with ${code} ${reason.toString()}`;
      wake();
      done({ code, reason: reason.toString() });
    });
  });
  const refused = new Promise<Refusal>((done) => {
    socket.on("unexpected-response", (_request, response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => done({ status: response.statusCode ?? 0, body }));
    });
  });
  // A refused dial and a killed server end in `close` or `refused`.
  socket.on("error", () => undefined);

  function of<T extends OutboundType>(type: T): readonly OutboundFrameOf<T>[] {
    return frames.filter((frame): frame is OutboundFrameOf<T> => frame.event_type === type);
  }

  return {
    socket,
    frames,
    of,
    until(type, fits = () => true) {
      return new Promise((done, fail) => {
        const look = (): void => {
          const found = of(type).find(fits);
          if (found === undefined && over === undefined) return;
          waiting.delete(look);
          if (found !== undefined) done(found);
          else
            fail(new Error(`no ${type} came before ${over}; there were ${frames.map((one) => one.event_type).join()}`));
        };
        waiting.add(look);
        look();
      });
    },
    send(eventType, properties = {}) {
      socket.send(JSON.stringify({ message_type: "conversation", event_type: eventType, properties }));
    },
    closed,
    refused,
    close: () => socket.close(),
  };
}
