import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { WebSocketServer } from "ws";
import type { WebSocket as ServerSocket } from "ws";

/** A server of the live channel that says only what the test has it say, on a real port. */
export interface LiveServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** The next connection, in the order of their coming. */
  accept(): Promise<Peer>;
  /** Connections that came so far. */
  readonly connections: number;
}

/** The server's end of one connection. */
interface Peer {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  send(frame: unknown): void;
  close(code: number, reason?: string): void;
  /** Cuts the connection without a close frame. */
  cut(): void;
  /** The next frame from the client, parsed. */
  next(): Promise<unknown>;
  /** Resolves with the close code once the client has hung up. */
  readonly closed: Promise<number>;
}

export async function startLiveServer(): Promise<LiveServer> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const peers = createQueue<Peer>();
  let connections = 0;
  server.on("connection", (socket, request) => {
    connections += 1;
    peers.push(createPeer(socket, request));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    accept: () => peers.next(),
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createPeer(socket: ServerSocket, request: IncomingMessage): Peer {
  const received = createQueue<unknown>();
  socket.addEventListener("message", ({ data }) => received.push(typeof data === "string" ? JSON.parse(data) : data));
  return {
    url: request.url ?? "",
    headers: request.headers,
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    close: (code, reason) => socket.close(code, reason),
    cut: () => socket.terminate(),
    next: () => received.next(),
    closed: once(socket, "close").then(([code]) => Number(code)),
  };
}

function createQueue<Entry>() {
  const entries: Entry[] = [];
  const waiting: ((entry: Entry) => void)[] = [];
  return {
    push(entry: Entry): void {
      const taker = waiting.shift();
      if (taker === undefined) entries.push(entry);
      else taker(entry);
    },
    next(): Promise<Entry> {
      const entry = entries.shift();
      return entry === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(entry);
    },
  };
}
