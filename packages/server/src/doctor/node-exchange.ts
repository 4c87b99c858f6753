import { request as requestHttp } from "node:http";
import type { Agent as HttpAgent, ClientRequest, IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import type { Agent as HttpsAgent } from "node:https";
import { isIPv6 } from "node:net";
import type { LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import type { Clock } from "../ports/clock.ts";
import type { Exchange, ExchangeEnd, WireRequest } from "./wire.ts";

export interface ExchangeParts {
  readonly clock: Clock;
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** More than this is no answer to a short question; the rest is not read. */
const mostChars = 2_000_000;

/** One request, and its answer as it arrives. */
export function exchange(request: WireRequest, parts: ExchangeParts): Promise<Exchange> {
  return new Promise((done) => new OpenExchange(request, parts, done).begin());
}

/** Ends exactly once: by its answer, by a limit, by whoever reads it, or by an error. */
class OpenExchange {
  readonly #request: WireRequest;
  readonly #parts: ExchangeParts;
  readonly #done: (exchange: Exchange) => void;
  readonly #beganMs: number;
  readonly #decoder = new TextDecoder();
  #outgoing: ClientRequest | undefined;
  #answer: { readonly message: IncomingMessage; readonly headMs: number } | undefined;
  #cancelTotal: () => void = () => undefined;
  #cancelUseful: () => void = () => undefined;
  #chars = 0;
  #over = false;

  constructor(request: WireRequest, parts: ExchangeParts, done: (exchange: Exchange) => void) {
    this.#request = request;
    this.#parts = parts;
    this.#done = done;
    this.#beganMs = parts.clock.now();
  }

  begin(): void {
    const { signal, limits, body } = this.#request;
    if (signal.aborted) return this.#finish({ type: "broken", code: "aborted" });
    signal.addEventListener("abort", this.#abort, { once: true });
    this.#cancelTotal = this.#limit("total", limits.totalMs);
    this.#cancelUseful = this.#limit("first", limits.firstMs);
    const outgoing = this.#open();
    this.#outgoing = outgoing;
    outgoing.on("error", (error: NodeJS.ErrnoException) => this.#break(error));
    outgoing.once("response", (message) => this.#read(message));
    outgoing.end(body);
  }

  #open(): ClientRequest {
    const { method, origin, path, headers, address } = this.#request;
    const pinned: LookupFunction = (_host, options, answer) => {
      const family = isIPv6(address) ? 6 : 4;
      if (options.all === true) answer(null, [{ address, family }]);
      else answer(null, address, family);
    };
    const url = new URL(path, origin);
    const options = { method, headers, lookup: pinned };
    return url.protocol === "https:"
      ? requestHttps(url, { ...options, agent: this.#parts.https })
      : requestHttp(url, { ...options, agent: this.#parts.http });
  }

  #read(message: IncomingMessage): void {
    this.#answer = { message, headMs: this.#elapsed() };
    const body = unpacked(message);
    message.on("error", (error: NodeJS.ErrnoException) => this.#break(error));
    body.on("error", (error: NodeJS.ErrnoException) => this.#break(error));
    body.on("data", (bytes: Buffer) => this.#take(this.#decoder.decode(bytes, { stream: true })));
    body.once("end", () => this.#finish({ type: "ended" }));
  }

  #take(text: string): void {
    if (this.#over || text === "") return;
    this.#chars += text.length;
    const verdict = this.#request.onPiece({ text, atMs: this.#elapsed() });
    if (verdict === "stop" || this.#chars > mostChars) return this.#finish({ type: "stopped" });
    if (verdict === "idle") return;
    this.#cancelUseful();
    this.#cancelUseful = this.#limit("between", this.#request.limits.betweenMs);
  }

  readonly #abort = (): void => this.#finish({ type: "broken", code: "aborted" });

  #break(error: NodeJS.ErrnoException): void {
    this.#finish({ type: "broken", code: error.code ?? error.message });
  }

  #limit(limit: "first" | "between" | "total", ms: number): () => void {
    return this.#parts.clock.after(ms, () => this.#finish({ type: "late", limit, ms }));
  }

  #elapsed(): number {
    return this.#parts.clock.now() - this.#beganMs;
  }

  #finish(end: ExchangeEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelTotal();
    this.#cancelUseful();
    this.#request.signal.removeEventListener("abort", this.#abort);
    // A connection whose answer was read to its end goes back to the pool, any other is closed.
    if (end.type !== "ended") this.#outgoing?.destroy();
    const answer = this.#answer;
    this.#done({
      reused: this.#outgoing?.reusedSocket ?? false,
      headers: answer === undefined ? {} : oneOfEach(answer.message.headers),
      ...(answer === undefined ? {} : { status: answer.message.statusCode ?? 0, headMs: answer.headMs }),
      end,
      endMs: this.#elapsed(),
    });
  }
}

/** What no request asked for is undone all the same: some proxies compress everything. */
function unpacked(message: IncomingMessage): Readable {
  const encoding = message.headers["content-encoding"];
  if (encoding === "gzip") return message.pipe(createGunzip());
  if (encoding === "br") return message.pipe(createBrotliDecompress());
  if (encoding === "deflate") return message.pipe(createInflate());
  if (encoding === "zstd") return message.pipe(createZstdDecompress());
  return message;
}

function oneOfEach(headers: IncomingMessage["headers"]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]));
}
