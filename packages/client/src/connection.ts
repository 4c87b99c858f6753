import { encodeInbound, parseOutbound, toConnectQuery } from "@repartee/protocol";
import type { Feature, InboundMessage, ReceivedFrame, TurnsBy } from "@repartee/protocol";

import type { RetryPolicy } from "./backoff.ts";
import { toFailure } from "./connection-failure.ts";
import { startConnection, stepConnection } from "./connection-state.ts";
import type {
  ConnectionEffect,
  ConnectionEnd,
  ConnectionEvent,
  ConnectionState,
  ConnectionStep,
} from "./connection-state.ts";
import { FrameBuffer } from "./frame-buffer.ts";
import { Outbox } from "./outbox.ts";
import { ReparteeError } from "./repartee-error.ts";
import { dialSocket } from "./socket.ts";
import type { Socket, SocketConstructor } from "./socket.ts";
import type { Timers } from "./timers.ts";
import type { TraceRecorder } from "./trace-recorder.ts";

export interface ConnectionOptions {
  /** The live channel's address without its query. */
  readonly address: string;
  readonly WebSocket: SocketConstructor;
  readonly apiKey: string | undefined;
  readonly token: string | undefined;
  readonly turns: TurnsBy | undefined;
  readonly features: readonly Feature[];
  readonly afterSeq: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly trace: TraceRecorder | undefined;
  readonly retry: RetryPolicy;
  readonly timers: Timers;
  readonly random: () => number;
  /** Frames that may wait for the reader. */
  readonly maxUnread: number;
  /** Messages that may wait for a connection. */
  readonly maxUnsent: number;
}

/** Bytes that may wait in an open socket: more means that the network does not take them. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

/** What the server sent that could not be read: a fault of one of the two ends. */
export interface Unreadable {
  readonly count: number;
  readonly last: string | undefined;
}

/** One conversation's socket over all its losses. What happens when is `stepConnection`'s; this performs it. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #frames: FrameBuffer<ReceivedFrame>;
  readonly #outbox: Outbox;
  #state: ConnectionState;
  #changed = Promise.withResolvers<void>();
  #socket: Socket | undefined;
  #seen: number | undefined;
  /** Where the server stood when it said hello: nothing before that was for us. */
  #joinedAt: number | undefined;
  #clearTimer: () => void = () => {};
  #unreadable: Unreadable = { count: 0, last: undefined };

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#seen = options.afterSeq;
    this.#outbox = new Outbox(options.maxUnsent);
    this.#frames = new FrameBuffer(options.maxUnread, () => this.#post({ type: "reader-caught-up" }));
    const { signal } = options;
    const start = startConnection(options.retry);
    this.#state = start.state;
    if (signal?.aborted === true) {
      this.#abort();
    } else {
      signal?.addEventListener("abort", this.#abort, { once: true });
      this.#take(start);
    }
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get unreadable(): Unreadable {
    return this.#unreadable;
  }

  /** The highest `seq` seen: where a resume goes on. */
  get seq(): number | undefined {
    return this.#seen;
  }

  next(): Promise<IteratorResult<ReceivedFrame, undefined>> {
    return this.#frames.next();
  }

  /** The state now and after each change; a slow reader is told the latest only. */
  async *states(): AsyncGenerator<ConnectionState, void, undefined> {
    let told: ConnectionState | undefined;
    while (told?.phase !== "closed") {
      const changed = this.#changed.promise;
      if (told === this.#state) await changed;
      told = this.#state;
      yield told;
    }
  }

  /** Sends now, or as soon as there is a connection. Throws where it can do neither. */
  send(message: InboundMessage): void {
    if (this.#state.phase === "closed") {
      throw new ReparteeError(`${message.event_type} was not sent: the conversation is closed`, { code: "closed" });
    }
    const sent = this.#state.phase === "open" ? this.#writeIfTaken(message) : this.#outbox.push(message);
    if (sent) return;
    throw new ReparteeError(
      `${message.event_type} was not sent: too much waits for the connection (${this.#state.phase})`,
      {
        code: "queue_full",
      },
    );
  }

  close(): void {
    this.#post({ type: "close", by: "asked" });
  }

  readonly #abort = (): void => this.#post({ type: "close", by: "aborted" });

  #post(event: ConnectionEvent): void {
    this.#take(stepConnection(this.#state, event, this.#options.retry));
  }

  #take(step: ConnectionStep): void {
    if (step.state !== this.#state) {
      this.#state = step.state;
      this.#changed.resolve();
      this.#changed = Promise.withResolvers<void>();
    }
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: ConnectionEffect): void {
    switch (effect.type) {
      case "dial":
        return this.#dial();
      case "hang-up":
        return this.#hangUp(effect.code, effect.reason);
      case "timer-set":
        return this.#setTimer(effect.ms);
      case "timer-clear":
        return this.#clearTimer();
      case "flush":
        return this.#flush();
      case "end":
        return this.#finish(effect.end);
    }
  }

  #dial(): void {
    const { address, WebSocket, apiKey, token, turns, features } = this.#options;
    const query = toConnectQuery({
      ...(turns === undefined ? {} : { turns }),
      features,
      token,
      afterSeq: this.#seen ?? this.#joinedAt,
    });
    // A token says more than a key, and can be sent from everywhere.
    const key = token === undefined ? apiKey : undefined;
    const socket = dialSocket({ WebSocket, url: query === "" ? address : `${address}?${query}`, apiKey: key });
    this.#socket = socket;
    // News of a socket that was given up comes late, and is not news.
    socket.addEventListener("message", ({ data }) => {
      if (this.#socket === socket) this.#receive(data);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#post({ type: "socket-close", code, reason, random: this.#options.random() });
    });
    socket.addEventListener("error", () => {}); // A `close` follows, and says more.
  }

  #hangUp(code: number, reason: string): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(code, reason);
  }

  #setTimer(ms: number): void {
    const { timers, random } = this.#options;
    this.#clearTimer();
    this.#clearTimer = timers.after(ms, () => this.#post({ type: "timer", random: random() }));
  }

  #flush(): void {
    for (const message of this.#outbox.take()) this.#write(message);
  }

  #writeIfTaken(message: InboundMessage): boolean {
    if (this.#socket === undefined || this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) return false;
    this.#write(message);
    return true;
  }

  #write(message: InboundMessage): void {
    this.#socket?.send(encodeInbound(message));
    this.#options.trace?.record("in", message);
  }

  #receive(text: unknown): void {
    const result = typeof text === "string" ? parseOutbound(text) : notText;
    if (!result.ok) {
      this.#unreadable = { count: this.#unreadable.count + 1, last: result.message };
      return;
    }
    const { frame } = result;
    if (frame.event_type === "system.hello") return this.#welcome(frame);
    if (frame.seq !== undefined && this.#seen !== undefined && frame.seq <= this.#seen) return;
    if (!this.#frames.push(frame)) return this.#post({ type: "reader-behind" });
    this.#seen = frame.seq ?? this.#seen;
    this.#record(frame);
  }

  #welcome(hello: Extract<ReceivedFrame, { event_type: "system.hello" }>): void {
    this.#joinedAt ??= hello.properties.seq;
    this.#post({ type: "hello" });
    if (this.#frames.push(hello)) this.#record(hello);
  }

  #record(frame: ReceivedFrame): void {
    if (frame.event_type !== "unknown") return this.#options.trace?.record("out", frame);
    this.#options.trace?.record("out", { ...frame.raw, event_type: frame.name });
  }

  #finish(end: ConnectionEnd): void {
    const { signal } = this.#options;
    signal?.removeEventListener("abort", this.#abort);
    const failure = toFailure(end, signal);
    // Who leaves does not want the rest; who is left gets it.
    if (end.type === "asked" || end.type === "aborted") this.#frames.discard(failure);
    else this.#frames.end(failure);
  }
}

const notText = { ok: false, message: "a binary frame came; the channel has text only" } as const;
