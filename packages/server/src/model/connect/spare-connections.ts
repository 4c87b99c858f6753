import { Socket } from "node:net";
import type { buildConnector } from "undici";
import type { Clock } from "../../ports/clock.ts";

/** Where a connection leads, as undici says it. */
export type Target = buildConnector.Options;
export type ConnectCallback = buildConnector.Callback;

/** Connects; answers the socket, where it has one already, while it is still connecting. */
export type Connect = (target: Target, callback: ConnectCallback) => Socket | undefined;

export interface SpareOptions {
  readonly connect: Connect;
  readonly clock: Clock;
  /** To one origin, waiting or on their way. */
  readonly most?: number;
  /** A spare that nobody took by then is closed. */
  readonly idleMs?: number;
}

interface Spare {
  readonly key: string;
  /** From the start of connecting, where the connector tells. */
  socket: Socket | undefined;
  connected: boolean;
  /** Who waits for it while it connects. */
  claim: ConnectCallback | undefined;
  forget: () => void;
}

/**
 * Makes connections before they are asked for, TLS included, and hands them out when they are.
 *
 * Each was checked by the connector when it was made. They keep no process alive.
 */
export class SpareConnections implements Disposable {
  readonly #options: Required<SpareOptions>;
  readonly #spares = new Set<Spare>();
  #justOpened = false;

  constructor(options: SpareOptions) {
    this.#options = { most: 4, idleMs: 30_000, ...options };
  }

  /** True while a connection that was made for whoever asks is handed over: nobody can have left it yet. */
  get justOpened(): boolean {
    return this.#justOpened;
  }

  get size(): number {
    return this.#spares.size;
  }

  /** For undici: a spare where there is one, waiting or on its way; else a new connection. */
  connect(target: Target, callback: ConnectCallback): void {
    const spare = this.#take(keyOf(target));
    if (spare === undefined) this.#connectNow(target, callback);
    else if (spare.connected) this.#handOver(spare, target, callback);
    else {
      spare.claim = callback;
      spare.socket?.ref();
    }
  }

  /** Opens a spare, unless there are enough. One that cannot be opened is forgotten, and not tried again. */
  open(target: Target): void {
    const key = keyOf(target);
    if (this.count(target) >= this.#options.most) return;
    const spare: Spare = { key, socket: undefined, connected: false, claim: undefined, forget: () => undefined };
    this.#spares.add(spare);
    const socket = this.#options.connect(target, (...result) => this.#opened(spare, result));
    spare.socket ??= socket;
    if (spare.claim === undefined) socket?.unref();
  }

  /** Keeps a connection that was made for nobody in particular, as a spare. */
  adopt(target: Target, socket: Socket): void {
    const spare: Spare = { key: keyOf(target), socket, connected: false, claim: undefined, forget: () => undefined };
    this.#spares.add(spare);
    this.#keep(spare, socket);
  }

  count(target: Target): number {
    const key = keyOf(target);
    let count = 0;
    for (const spare of this.#spares) if (spare.key === key) count += 1;
    return count;
  }

  [Symbol.dispose](): void {
    for (const { socket, forget } of this.#spares) {
      forget();
      socket?.destroy();
    }
    this.#spares.clear();
  }

  /** The one that waits longest. */
  #take(key: string): Spare | undefined {
    for (const connected of [true, false]) {
      for (const spare of this.#spares) {
        if (spare.key !== key || spare.connected !== connected || !isUsable(spare)) continue;
        this.#spares.delete(spare);
        return spare;
      }
    }
    return undefined;
  }

  #connectNow(target: Target, callback: ConnectCallback): void {
    this.#options.connect(target, (...result) => this.#handOverNew(callback, result));
  }

  #handOverNew(callback: ConnectCallback, result: Parameters<ConnectCallback>): void {
    this.#justOpened = true;
    try {
      callback(...result);
    } finally {
      this.#justOpened = false;
    }
  }

  #handOver(spare: Spare, target: Target, callback: ConnectCallback): void {
    // Not at once: undici does not expect its answer before it has finished asking.
    queueMicrotask(() => {
      spare.forget();
      const { socket } = spare;
      if (socket === undefined || !isUsable(spare)) return this.#connectNow(target, callback);
      socket.ref();
      callback(null, socket);
    });
  }

  #opened(spare: Spare, result: Parameters<ConnectCallback>): void {
    if (spare.claim !== undefined) return this.#handOverNew(spare.claim, result);
    const [error, socket] = result;
    // Nobody asked for it yet, and the request that comes next will meet the same error.
    if (error !== null) return void this.#spares.delete(spare);
    spare.socket = socket;
    if (!this.#spares.has(spare)) return void socket.destroy();
    this.#keep(spare, socket);
  }

  #keep(spare: Spare, socket: Socket): void {
    spare.connected = true;
    socket.unref();
    const drop = (): void => {
      this.#spares.delete(spare);
      spare.forget();
      socket.destroy();
    };
    const cancel = this.#options.clock.after(this.#options.idleMs, drop);
    // The upstream may close it at any time; its own errors concern nobody.
    for (const event of ["error", "end", "close"]) socket.once(event, drop);
    spare.forget = () => {
      cancel();
      for (const event of ["error", "end", "close"]) socket.off(event, drop);
    };
  }
}

function keyOf({ protocol, hostname, port, servername }: Target): string {
  return `${protocol}//${servername ?? ""}@${hostname}:${port}`;
}

function isUsable({ socket, connected }: Spare): boolean {
  if (!connected) return true;
  if (socket === undefined || socket.destroyed || !socket.writable || !socket.readable) return false;
  // An upstream that speaks first is saying goodbye.
  return socket.readableLength === 0;
}
