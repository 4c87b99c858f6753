import { ModelError } from "../../ports/model-client.ts";
import type { ModelPart, ModelRequest } from "../../ports/model-client.ts";

type Result = IteratorResult<ModelPart, undefined>;
type Line = ModelPart | Error;

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** One call of a scripted model: the test puts parts in, the code under test takes them out. */
export class ScriptedCall implements AsyncIterator<ModelPart, undefined> {
  readonly #lines: Line[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #started = Promise.withResolvers<ModelRequest>();
  readonly #cancelled = Promise.withResolvers<void>();
  #signal: AbortSignal | undefined;
  #aborted: Error | undefined;
  #state: "waiting" | "running" | "finished" | "failed" | "cancelled" = "waiting";

  /** Resolves with the request once the model is called. */
  get started(): Promise<ModelRequest> {
    return this.#started.promise;
  }

  /** Resolves when the call is aborted, or its loop left, before its end. */
  get untilCancelled(): Promise<void> {
    return this.#cancelled.promise;
  }

  get state(): "waiting" | "running" | "finished" | "failed" | "cancelled" {
    return this.#state;
  }

  /** Releases parts; an error ends the call. What comes after a cancellation is dropped, as on a closed socket. */
  release(...lines: readonly Line[]): this {
    for (const line of lines) {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#lines.push(line);
      else this.#hand(line, waiting);
    }
    return this;
  }

  text(...texts: readonly string[]): this {
    return this.release(...texts.map((text) => ({ type: "text-delta" as const, text })));
  }

  finish(reason = "stop"): this {
    return this.release({ type: "finish", reason });
  }

  /** For the scripted model: the call begins. */
  begin(request: ModelRequest, signal: AbortSignal): this {
    if (this.#state !== "waiting") throw new Error("a scripted call stands for one call only");
    this.#state = "running";
    this.#signal = signal;
    if (signal.aborted) this.#abort();
    else signal.addEventListener("abort", this.#onAbort, { once: true });
    this.#started.resolve(request);
    return this;
  }

  next(): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      const aborted = this.#aborted;
      this.#aborted = undefined;
      if (aborted !== undefined) return reject(aborted);
      if (this.#state !== "running") return resolve({ done: true, value: undefined });
      const line = this.#lines.shift();
      if (line === undefined) this.#waiting.push(waiting);
      else this.#hand(line, waiting);
    });
  }

  return(): Promise<Result> {
    if (this.#state === "running") this.#end("cancelled");
    for (const waiting of this.#waiting.splice(0)) waiting.resolve({ done: true, value: undefined });
    return Promise.resolve({ done: true, value: undefined });
  }

  #hand(line: Line, waiting: Waiting): void {
    if (line instanceof Error) {
      this.#end("failed");
      return waiting.reject(line);
    }
    if (line.type === "finish") this.#end("finished");
    waiting.resolve({ done: false, value: line });
  }

  readonly #onAbort = (): void => this.#abort();

  #abort(): void {
    this.#end("cancelled");
    const error = new ModelError("aborted", "the scripted call was aborted", { upstream: "scripted" });
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#aborted = error;
    else waiting.reject(error);
  }

  #end(state: "finished" | "failed" | "cancelled"): void {
    this.#state = state;
    this.#lines.length = 0;
    this.#signal?.removeEventListener("abort", this.#onAbort);
    if (state === "cancelled") this.#cancelled.resolve();
  }
}
