import { connect as connectHttp2 } from "node:http2";
import type { ClientHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import type { Dispatcher } from "undici";
import type { Clock } from "../../ports/clock.ts";
import { Http2Request } from "./http2-request.ts";
import type { UpstreamRequest } from "./http2-request.ts";
import type { ConnectCallback } from "./spare-connections.ts";

export interface Http2UpstreamOptions {
  readonly origin: string;
  readonly clock: Clock;
  /** Connections at once; more requests wait. */
  readonly most: number;
  /** A connection on which nothing is under way is closed after that. */
  readonly idleMs: number;
  /** Connects, offering HTTP/2; answers the socket while it connects, where it has one. */
  readonly connect: (callback: ConnectCallback) => Socket | undefined;
  /** The upstream chose HTTP/1.1: the connection, and those who waited for it. */
  readonly choseHttp1: (socket: Socket, waiting: readonly Http2Request[]) => void;
  /** No connection is left, and nobody waits for one. */
  readonly unused: () => void;
}

interface Connection {
  readonly session: ClientHttp2Session;
  readonly socket: Socket;
  /** Whose streams are open. */
  readonly requests: Set<Http2Request>;
  /** Takes no more requests, and is closed after those that it has. */
  retired: boolean;
  /** How many requests it was given. */
  taken: number;
  stopTimer: () => void;
}

/** Streams of one connection at once, where the upstream does not allow fewer. */
const mostStreams = 100;
/** Megabytes that wait in one connection: that many long contexts at once. Node's own bound, 10, would reset streams. */
const mostMemoryMb = 512;

/**
 * The HTTP/2 connections to one origin: one that all share, and another only where the upstream allows no more
 * streams on it. Whether the upstream speaks HTTP/2 at all shows when it is connected to.
 */
export class Http2Upstream implements Disposable {
  readonly #options: Http2UpstreamOptions;
  readonly #connections = new Set<Connection>();
  readonly #waiting: Http2Request[] = [];
  #connecting: { readonly socket: Socket | undefined } | undefined;
  #justOpened = false;
  #disposed = false;

  constructor(options: Http2UpstreamOptions) {
    this.#options = options;
  }

  /** True within `onRequestStart` of a request that is the first on its connection. */
  get justOpened(): boolean {
    return this.#justOpened;
  }

  dispatch(request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void {
    const waiting = new Http2Request(request, handler);
    if (this.#disposed) return waiting.fail(disposedError());
    this.#waiting.push(waiting);
    this.#connecting?.socket?.ref();
    this.#serve();
  }

  /** Sees to it that the next request finds a connection. */
  prepare(): void {
    const ready = [...this.#connections].some(isUsable);
    if (!ready && this.#connecting === undefined) this.#connect();
  }

  /** Nothing came for too long: later requests get another connection. */
  suspect(): void {
    for (const connection of this.#connections) {
      connection.retired = true;
      closeIfDone(connection);
    }
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#connecting?.socket?.destroy();
    for (const request of this.#waiting.splice(0)) request.fail(disposedError());
    for (const { requests, socket, stopTimer } of this.#connections) {
      stopTimer();
      for (const request of requests) request.fail(disposedError());
      socket.destroy();
    }
  }

  #serve(): void {
    for (const connection of this.#connections) {
      while (this.#waiting.length > 0 && hasRoom(connection)) this.#start(connection);
    }
    if (this.#waiting.length === 0 || this.#connecting !== undefined) return;
    // One that has nothing to do and yet no room allows no streams; another would not, either.
    const useless = [...this.#connections].some((one) => isUsable(one) && one.requests.size === 0);
    if (!useless && this.#connections.size < this.#options.most) this.#connect();
  }

  #start(connection: Connection): void {
    const request = this.#waiting.shift();
    if (request === undefined) return;
    connection.stopTimer();
    connection.socket.ref();
    connection.requests.add(request);
    this.#justOpened = connection.taken === 0;
    const opened = request.open(connection.session, () => this.#closed(connection, request));
    this.#justOpened = false;
    if (opened) connection.taken += 1;
    else this.#closed(connection, request);
  }

  #closed(connection: Connection, request: Http2Request): void {
    connection.requests.delete(request);
    this.#rest(connection);
    if (this.#waiting.length > 0) queueMicrotask(() => this.#serve());
  }

  /** A connection without streams keeps no process alive, and is closed after a while. */
  #rest(connection: Connection): void {
    if (connection.requests.size > 0) return;
    connection.stopTimer();
    connection.socket.unref();
    if (this.#disposed || closeIfDone(connection)) return;
    connection.stopTimer = this.#options.clock.after(this.#options.idleMs, () => {
      connection.retired = true;
      closeIfDone(connection);
    });
  }

  #connect(): void {
    let answered = false;
    const socket = this.#options.connect((...result) => {
      answered = true;
      this.#connecting = undefined;
      this.#connected(result);
    });
    if (answered) return;
    this.#connecting = { socket };
    if (this.#waiting.length === 0) socket?.unref();
  }

  #connected([error, socket]: Parameters<ConnectCallback>): void {
    if (error !== null) {
      for (const request of this.#waiting.splice(0)) request.fail(error);
    } else if (this.#disposed) socket.destroy();
    else if (isHttp2(socket)) this.#add(socket);
    else this.#options.choseHttp1(socket, this.#waiting.splice(0));
    this.#serve();
    this.#tellIfUnused();
  }

  #add(socket: Socket): void {
    const session = connectHttp2(this.#options.origin, {
      createConnection: () => socket,
      settings: { enablePush: false },
      maxSessionMemory: mostMemoryMb,
    });
    const stopTimer = (): void => undefined;
    const connection: Connection = { session, socket, requests: new Set(), retired: false, taken: 0, stopTimer };
    this.#connections.add(connection);
    // Each of its streams tells its own end.
    session.on("error", () => undefined);
    session.on("remoteSettings", () => this.#serve());
    session.on("goaway", () => {
      connection.retired = true;
      closeIfDone(connection);
      this.#serve();
    });
    session.once("close", () => {
      connection.stopTimer();
      this.#connections.delete(connection);
      this.#serve();
      this.#tellIfUnused();
    });
    this.#rest(connection);
  }

  #tellIfUnused(): void {
    const inUse = this.#connections.size > 0 || this.#waiting.length > 0 || this.#connecting !== undefined;
    if (!inUse) this.#options.unused();
  }
}

function disposedError(): Error {
  return new Error("the connections to this upstream were closed");
}

/** Whether the two ends agreed on HTTP/2 in their TLS handshake. */
function isHttp2(socket: Socket): boolean {
  return "alpnProtocol" in socket && socket.alpnProtocol === "h2";
}

function isUsable({ session, retired }: Connection): boolean {
  return !retired && !session.closed && !session.destroyed;
}

function hasRoom(connection: Connection): boolean {
  if (!isUsable(connection)) return false;
  const { maxConcurrentStreams = mostStreams } = connection.session.remoteSettings;
  return connection.requests.size < Math.min(mostStreams, maxConcurrentStreams);
}

/** Without a stream nothing can be unsent, so that its end can be at once: a peer that is gone would let it wait. */
function closeIfDone(connection: Connection): boolean {
  const { session, socket, requests } = connection;
  if (requests.size > 0 || isUsable(connection)) return false;
  session.destroy();
  socket.destroy();
  return true;
}
