import type { ModelError, ModelPart } from "../../ports/model-client.ts";
import { isProgress, readChunk } from "./chunk.ts";
import type { Failures } from "./failure.ts";
import { ReplyFold } from "./fold.ts";
import { ReplyReader } from "./reader.ts";
import { isRecord, parseJson } from "./record.ts";
import type { UnknownRecord } from "./record.ts";
import { ownWords } from "./words.ts";

/** Hears a reply as it is read; `done` or `failed` is called once and last. */
export interface ReplyListener {
  part(part: ModelPart): void;
  /** The upstream got on with its answer, whether or not there is a part to show for it. */
  progress(): void;
  /** The model has said that it is done; only its usage may still come. */
  finishing(): void;
  done(): void;
  failed(error: ModelError): void;
}

export interface ReplyOptions {
  readonly failures: Failures;
  readonly createCallId: () => string;
}

/** Reads one reply with status 2xx: bytes in, parts and exactly one end out. */
export class Reply {
  readonly #listener: ReplyListener;
  readonly #failures: Failures;
  readonly #fold: ReplyFold;
  readonly #reader: ReplyReader;
  #over = false;
  #ending = false;
  #chars = 0;

  constructor(listener: ReplyListener, { failures, createCallId }: ReplyOptions) {
    this.#listener = listener;
    this.#failures = failures;
    this.#fold = new ReplyFold(createCallId);
    this.#reader = new ReplyReader({
      event: (data, type) => this.#event(data, type),
      body: (text) => this.#body(text),
      overflow: (what) => this.#fail(failures.of("malformed", `sent ${what}`)),
    });
  }

  push(bytes: Uint8Array): void {
    if (!this.#over) this.#reader.push(bytes);
  }

  /** The body is over. */
  end(): void {
    if (this.#over) return;
    this.#ending = true;
    this.#reader.end();
    if (this.#fold.finished) this.conclude();
    else this.#truncated();
  }

  /** Ends the reply with what is there: the model said that it is done and nothing more is waited for. */
  conclude(): void {
    if (this.#over) return;
    this.#over = true;
    for (const part of this.#fold.end()) this.#listener.part(part);
    this.#listener.done();
  }

  #event(data: string, type: string | undefined): void {
    if (this.#over || data === "") return;
    if (data === "[DONE]" || data.trim() === "[DONE]") return this.conclude();
    const json = parseJson(data);
    if (!isRecord(json)) {
      // The last event of a body that was cut is cut as well.
      if (this.#ending) return this.#truncated();
      const words = ownWords(data, this.#failures.secrets);
      return this.#fail(this.#failures.of("malformed", `sent a chunk that is not a JSON object: ${words}`));
    }
    if (!this.#fold.finished && isError(json, type)) return this.#fail(this.#upstreamError(json, data));
    this.#chunk(json);
  }

  #chunk(json: UnknownRecord): void {
    const chunk = readChunk(json);
    const wasFinished = this.#fold.finished;
    const parts = this.#fold.take(chunk);
    if (typeof parts === "string") return this.#fail(this.#failures.of("malformed", parts));
    this.#chars += chunk.text.length;
    for (const part of parts) this.#listener.part(part);
    if (!wasFinished && isProgress(chunk)) this.#listener.progress();
    if (this.#fold.complete) this.conclude();
    else if (!wasFinished && this.#fold.finished) this.#listener.finishing();
  }

  #body(text: string): void {
    if (this.#over) return;
    const json = parseJson(text);
    if (isRecord(json) && isError(json, undefined)) return this.#fail(this.#upstreamError(json, text));
    if (isRecord(json) && Array.isArray(json["choices"]) && json["choices"].length > 0) {
      this.#chunk(json);
      return this.conclude();
    }
    const words = ownWords(text, this.#failures.secrets);
    this.#fail(
      this.#failures.of(
        "not-a-stream",
        `answered with something that is no stream of chat completions: ${words}; check base_url`,
      ),
    );
  }

  #upstreamError(json: UnknownRecord, text: string): ModelError {
    const words = ownWords(text, this.#failures.secrets);
    return this.#failures.of("upstream-error", `failed while it answered: ${words}`, {
      retryable: !isRequestFault(json),
    });
  }

  #truncated(): void {
    const amount = this.#chars === 0 ? "before it said anything" : `after ${this.#chars} characters`;
    this.#fail(this.#failures.of("truncated", `ended its answer ${amount}, without saying that it had finished`));
  }

  #fail(error: ModelError): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.failed(error);
  }
}

function isError(json: UnknownRecord, type: string | undefined): boolean {
  const error = json["error"];
  return (
    isRecord(error) || (typeof error === "string" && error !== "") || json["object"] === "error" || type === "error"
  );
}

/** An error with a 4xx code of its own would come again; all others are taken for the server's. */
function isRequestFault(json: UnknownRecord): boolean {
  const error = isRecord(json["error"]) ? json["error"] : json;
  const status = Number(error["code"] ?? error["status"]);
  return status >= 400 && status < 500 && status !== 429 && status !== 408;
}
