import type { Dispatcher } from "undici";
import type { Clock } from "../../ports/clock.ts";
import type { ModelError, ModelPart, ModelTimeouts } from "../../ports/model-client.ts";
import { Deadline } from "./deadline.ts";
import { refusalError } from "./failure.ts";
import type { Failures } from "./failure.ts";
import { inflaterFor } from "./inflate.ts";
import type { Inflater } from "./inflate.ts";
import { isClosedConnection, networkError } from "./network-error.ts";
import { PartQueue } from "./part-queue.ts";
import { RefusalBody } from "./refusal-body.ts";
import { Reply } from "./reply.ts";
import { readRetryAfter } from "./retry-after.ts";
import { timeLimitError } from "./time-limit.ts";

export interface ExchangeOptions {
  readonly failures: Failures;
  readonly timeouts: ModelTimeouts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly createCallId: () => string;
  readonly connection: ExchangeConnection;
  /** Told before anything else. */
  readonly advice?: string | undefined;
}

/** How a request reaches its upstream, and what its connection is told. */
export interface ExchangeConnection {
  /** Hands the request to undici, which answers to the exchange; throws where it cannot be sent at all. */
  send(): void;
  /** Whether the request that begins now is the first on its connection. */
  isFresh(): boolean;
  /** The reply is not heard to its end: on HTTP/1.1 that closes the connection. */
  left(): void;
  /** Nothing came for too long. */
  wentQuiet(): void;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** How long usage is waited for once the model is done, and the end of the body once everything is known. */
const usageGraceMs = 250;
/** A reader who is this far behind holds the socket back. */
const fullAt = 256;
const lowAt = 64;

/**
 * One request and its reply: hears undici, yields parts, keeps the time.
 *
 * Its phases only go forward. `over` is the reply's end for the reader; the socket may then live on for a moment,
 * so that a body that ends properly leaves a connection that can be used again.
 */
export class Exchange implements Dispatcher.DispatchHandler, AsyncIterator<ModelPart, undefined> {
  readonly #options: ExchangeOptions;
  readonly #queue = new PartQueue(() => this.#leave());
  readonly #deadline: Deadline;
  readonly #reply: Reply;
  readonly #onAbort = () => this.#abort();
  #phase: "connecting" | "waiting" | "streaming" | "finishing" | "over" = "connecting";
  #controller: Dispatcher.DispatchController | undefined;
  #inflater: Inflater | undefined;
  #refusal: RefusalBody | undefined;
  #answered = false;
  #held = false;
  /** Whether the request may be sent once more, should its connection turn out to be closed. */
  #mayRepeat = true;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#deadline = new Deadline(options.clock, () => this.#expire());
    this.#reply = new Reply(
      {
        part: (part) => this.#queue.push(part),
        progress: () => this.#progress(),
        finishing: () => this.#finishing(),
        done: () => this.#done(),
        failed: (error) => this.#fail(error),
      },
      options,
    );
    this.#deadline.set(options.timeouts.connectMs);
    if (options.advice !== undefined) this.#queue.push({ type: "notice", code: "notice", message: options.advice });
    if (options.signal.aborted) this.#abort();
    else options.signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Sends the request, unless it was aborted before. */
  start(): void {
    if (this.#phase === "over") return;
    try {
      this.#options.connection.send();
    } catch (cause) {
      const what = "could not be called: the request cannot be sent; check headers";
      this.#fail(this.#failure("bad-request", what, { cause }));
    }
  }

  // The reader's side.

  next(): Promise<IteratorResult<ModelPart, undefined>> {
    const result = this.#queue.next();
    if (this.#held && this.#queue.size <= lowAt) this.#letGo();
    return result;
  }

  return(): Promise<IteratorResult<ModelPart, undefined>> {
    this.#queue.clear();
    this.#queue.end();
    if (this.#phase !== "over") this.#leaveReply();
    this.#leave();
    return Promise.resolve({ done: true, value: undefined });
  }

  // undici's side.

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Thrown, not aborted: undici then keeps the connection, which the next request can use.
    if (this.#phase !== "connecting") throw new Error("nobody waits for this reply any more");
    this.#mayRepeat &&= !this.#options.connection.isFresh();
    this.#phase = "waiting";
    this.#deadline.set(this.#options.timeouts.firstPartMs);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200 || this.#phase === "over") return;
    this.#answered = true;
    const inflater = inflaterFor(headers["content-encoding"]);
    if (inflater === undefined) {
      return this.#fail(this.#failure("malformed", "answered in an unknown content-encoding"));
    }
    if (status >= 300) this.#refusal = new RefusalBody({ status, ...this.#readRefusal(headers) });
    if (inflater !== "identity") this.#startInflating(inflater);
  }

  onResponseData(controller: Dispatcher.DispatchController, bytes: Buffer): void {
    if (this.#inflater === undefined) this.#take(bytes);
    else if (!this.#inflater.write(bytes)) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#inflater === undefined) this.#bodyEnd();
    else this.#inflater.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    if (this.#phase === "over") return this.#deadline.clear();
    // The model is done, only its usage is lost.
    if (this.#phase === "finishing") return this.#reply.conclude();
    if (this.#refusal !== undefined) return this.#fail(refusalError(this.#options.failures, this.#refusal.read()));
    const stage = this.#answered ? "answered" : this.#phase === "connecting" ? "connecting" : "sent";
    if (stage === "sent" && this.#mayRepeat && isClosedConnection(cause)) return this.#sendAgain();
    this.#fail(networkError(this.#options.failures, stage, cause));
  }

  /** An upstream may close an idle connection in the very moment in which the request leaves: it is sent once more. */
  #sendAgain(): void {
    this.#mayRepeat = false;
    this.#controller = undefined;
    this.#phase = "connecting";
    this.#deadline.clear();
    this.#deadline.set(this.#options.timeouts.connectMs);
    this.start();
  }

  // The body.

  #readRefusal(headers: Headers): { readonly location: string; readonly retryAfterMs: number | undefined } {
    return {
      location: String(headers["location"] ?? ""),
      retryAfterMs: readRetryAfter(headers["retry-after"], this.#options.clock.wall()),
    };
  }

  #startInflating(inflater: Inflater): void {
    this.#inflater = inflater;
    inflater.on("data", (bytes: Buffer) => this.#take(bytes));
    inflater.on("end", () => this.#bodyEnd());
    inflater.on("drain", () => {
      if (!this.#held) this.#controller?.resume();
    });
    inflater.on("error", (cause) => {
      if (this.#phase === "finishing") return this.#reply.conclude();
      // What was cut off is no error of the encoding.
      const cut = "code" in cause && cause.code === "Z_BUF_ERROR";
      if (cut) this.#fail(networkError(this.#options.failures, "answered", cause));
      else this.#fail(this.#failure("malformed", "sent a body that cannot be decompressed", { cause }));
    });
  }

  #take(bytes: Buffer): void {
    if (this.#phase === "over") return;
    if (this.#refusal === undefined) {
      this.#reply.push(bytes);
      if (this.#queue.size >= fullAt) this.#hold();
    } else if (this.#refusal.push(bytes)) this.#fail(refusalError(this.#options.failures, this.#refusal.read()));
  }

  #bodyEnd(): void {
    if (this.#phase === "over") return this.#deadline.clear();
    if (this.#refusal === undefined) this.#reply.end();
    else this.#fail(refusalError(this.#options.failures, this.#refusal.read()));
    // An ended body needs no farewell.
    this.#deadline.clear();
  }

  // Time.

  #progress(): void {
    if (this.#phase === "waiting") this.#phase = "streaming";
    if (!this.#held) this.#deadline.set(this.#options.timeouts.betweenPartsMs);
  }

  #finishing(): void {
    this.#phase = "finishing";
    this.#deadline.set(usageGraceMs);
  }

  #expire(): void {
    const { failures, timeouts } = this.#options;
    switch (this.#phase) {
      case "connecting":
        return this.#fail(timeLimitError(failures, "connecting", timeouts));
      case "waiting":
        if (this.#refusal !== undefined) return this.#fail(refusalError(failures, this.#refusal.read()));
        if (!this.#answered) this.#options.connection.wentQuiet();
        return this.#fail(timeLimitError(failures, this.#answered ? "answered" : "waiting", timeouts));
      case "streaming":
        this.#options.connection.wentQuiet();
        return this.#fail(timeLimitError(failures, "streaming", timeouts));
      case "finishing":
        this.#reply.conclude();
        return this.#hangUp();
      case "over":
        return this.#hangUp();
    }
  }

  #hold(): void {
    this.#held = true;
    this.#controller?.pause();
    this.#inflater?.pause();
    // A slow reader is not a slow upstream.
    if (this.#phase === "streaming") this.#deadline.clear();
  }

  #letGo(): void {
    this.#held = false;
    if (this.#phase === "streaming") this.#deadline.set(this.#options.timeouts.betweenPartsMs);
    this.#inflater?.resume();
    if (this.#inflater?.writableNeedDrain !== true) this.#controller?.resume();
  }

  // The end.

  #done(): void {
    this.#phase = "over";
    this.#queue.end();
    this.#deadline.set(usageGraceMs);
    if (this.#held) this.#letGo();
  }

  #fail(error: ModelError): void {
    if (this.#phase === "over") return;
    this.#queue.end(error);
    this.#hangUp();
  }

  #abort(): void {
    this.#queue.clear();
    this.#queue.end(this.#failure("aborted", "was not heard to the end: the generation was aborted"));
    this.#leaveReply();
  }

  #leaveReply(): void {
    this.#hangUp();
    if (this.#controller !== undefined) this.#options.connection.left();
  }

  /** Closes the socket. */
  #hangUp(): void {
    this.#phase = "over";
    this.#deadline.clear();
    this.#inflater?.destroy();
    this.#controller?.abort(new Error("nobody waits for this reply any more"));
  }

  #leave(): void {
    this.#options.signal.removeEventListener("abort", this.#onAbort);
  }

  #failure(...args: Parameters<Failures["of"]>): ModelError {
    return this.#options.failures.of(...args);
  }
}
