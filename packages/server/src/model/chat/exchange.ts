import type { Dispatcher } from "undici";
import type { Clock } from "../../ports/clock.ts";
import type { ModelError, ModelPart, ModelTimeouts } from "../../ports/model-client.ts";
import { Deadline } from "./deadline.ts";
import { refusalError } from "./failure.ts";
import type { Failures } from "./failure.ts";
import { inflaterFor } from "./inflate.ts";
import type { Inflater } from "./inflate.ts";
import { networkError } from "./network-error.ts";
import { PartQueue } from "./part-queue.ts";
import { RefusalBody } from "./refusal-body.ts";
import { Reply } from "./reply.ts";
import { readRetryAfter } from "./retry-after.ts";

export interface ExchangeOptions {
  readonly failures: Failures;
  readonly timeouts: ModelTimeouts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly createCallId: () => string;
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
    if (options.signal.aborted) this.#abort();
    else options.signal.addEventListener("abort", this.#onAbort, { once: true });
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
    if (this.#phase !== "over") this.#hangUp();
    this.#leave();
    return Promise.resolve({ done: true, value: undefined });
  }

  // undici's side.

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#phase !== "connecting") return controller.abort(new Error("nobody waits for this reply any more"));
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
    this.#fail(networkError(this.#options.failures, stage, cause));
  }

  /** The request could not be handed to undici at all. */
  refuse(cause: unknown): void {
    this.#fail(
      this.#failure("bad-request", "could not be called: the request cannot be sent; check headers", { cause }),
    );
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
    const { connectMs, firstPartMs, betweenPartsMs } = this.#options.timeouts;
    switch (this.#phase) {
      case "connecting":
        return this.#fail(
          this.#failure(
            "connect-timeout",
            `accepted no connection within ${connectMs} ms; check base_url and that it is running`,
          ),
        );
      case "waiting":
        if (this.#refusal !== undefined) return this.#fail(refusalError(this.#options.failures, this.#refusal.read()));
        return this.#fail(
          this.#failure(
            "first-part-timeout",
            `${this.#answered ? "began its answer but said nothing" : "gave no answer"} within ${firstPartMs} ms`,
          ),
        );
      case "streaming":
        return this.#fail(this.#failure("stalled", `stopped in the middle of its answer for ${betweenPartsMs} ms`));
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
    this.#hangUp();
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
