import { createEventReader } from "./event-reader.ts";
import { createFragments } from "./fragments.ts";
import { isRecord, textAt, type Fields } from "./fields.ts";
import type { Reply, ReplyUsage } from "./reply.ts";
import type { Exchange, WirePiece } from "./wire.ts";

/** Reads a reply while it arrives, and tells at its end what it was. */
export interface ReplyReader {
  push(piece: WirePiece): "useful" | "idle";
  /** `clean` takes secrets out of what an upstream said. */
  finish(exchange: Exchange, clean: (text: string) => string): Reply;
}

/** So much of a body is kept to be looked at or to be read as JSON. */
const keptChars = 1_000_000;
const headChars = 300;

export function createReplyReader(): ReplyReader {
  return new Reader();
}

class Reader implements ReplyReader {
  readonly #events = createEventReader();
  readonly #fragments = createFragments();
  #body = "";
  #eventCount = 0;
  #first: number | undefined;
  #last: number | undefined;
  #chunks = 0;
  #pieces = 0;
  #words = "";
  #thinking = 0;
  #finishReason: string | undefined;
  #done = false;
  #malformed = 0;
  #usage: ReplyUsage | undefined;
  #refusal: string | undefined;

  push({ text, atMs }: WirePiece): "useful" | "idle" {
    if (this.#body.length < keptChars) this.#body += text;
    const before = this.#chunks;
    for (const payload of this.#events.push(text)) this.#readEvent(payload, atMs);
    if (this.#chunks === before) return "idle";
    this.#pieces += 1;
    return "useful";
  }

  finish(exchange: Exchange, clean: (text: string) => string): Reply {
    // The last event may stand at the end of the body without its empty line.
    for (const payload of this.#events.push("\n\n")) this.#readEvent(payload, exchange.endMs);
    const kind = this.#kind();
    if (kind === "json") this.#readWhole(exchange.endMs);
    const { headers, status, headMs } = exchange;
    return {
      ...(status === undefined ? {} : { status }),
      ...(headMs === undefined ? {} : { headMs }),
      contentType: headers["content-type"] ?? "",
      location: told(headers["location"], clean),
      retryAfter: told(headers["retry-after"], clean),
      closes: (headers["connection"] ?? "").toLowerCase() === "close",
      reused: exchange.reused,
      kind,
      ...(this.#first === undefined ? {} : { firstMs: this.#first, lastMs: this.#last ?? this.#first }),
      chunks: this.#chunks,
      pieces: this.#pieces,
      words: this.#words,
      thinking: this.#thinking,
      toolCalls: this.#fragments.calls(),
      ...(this.#finishReason === undefined ? {} : { finishReason: this.#finishReason }),
      done: this.#done,
      crlf: this.#events.crlf,
      comments: this.#events.comments,
      malformed: this.#malformed,
      ...(this.#usage === undefined ? {} : { usage: this.#usage }),
      refusal: told(this.#refusal, clean),
      head: shorten(clean(this.#body.slice(0, 4 * headChars))),
      end: exchange.end,
      endMs: exchange.endMs,
    };
  }

  #kind(): Reply["kind"] {
    const start = this.#body.trimStart();
    if (this.#eventCount > 0) return "events";
    if (start === "") return "empty";
    if (start.startsWith("<")) return "html";
    return start.startsWith("{") || start.startsWith("[") ? "json" : "text";
  }

  #readEvent(payload: string, atMs: number): void {
    this.#eventCount += 1;
    if (payload.trim() === "[DONE]") {
      this.#done = true;
      return;
    }
    const event = parse(payload);
    if (event === undefined) this.#malformed += 1;
    else this.#readObject(event, atMs);
  }

  #readWhole(atMs: number): void {
    const whole = parse(this.#body);
    if (whole === undefined) this.#malformed += 1;
    else this.#readObject(whole, atMs);
  }

  #readObject(object: Fields, atMs: number): void {
    this.#usage = usageOf(object["usage"]) ?? this.#usage;
    this.#refusal ??= refusalOf(object);
    const choices: unknown = object["choices"];
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
    if (!isRecord(choice)) return;
    const reason = textAt(choice, "finish_reason");
    if (reason !== "") this.#finishReason = reason;
    const said = choice["delta"] ?? choice["message"];
    if (isRecord(said)) this.#readDelta(said, atMs);
  }

  #readDelta(delta: Fields, atMs: number): void {
    const words = contentOf(delta["content"]);
    const thinking = textAt(delta, "reasoning_content") + textAt(delta, "reasoning");
    const calls = this.#fragments.push(delta["tool_calls"]);
    if (words === "" && thinking === "" && !calls) return;
    this.#words += words;
    this.#thinking += thinking.length;
    this.#chunks += 1;
    this.#first ??= atMs;
    this.#last = atMs;
  }
}

function told(text: string | undefined, clean: (text: string) => string): string | undefined {
  return text === undefined ? undefined : shorten(clean(text));
}

function shorten(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  return plain.length > headChars ? `${plain.slice(0, headChars - 1)}…` : plain;
}

function parse(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // counted as malformed by whoever asks
  }
}

function contentOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: unknown) => (isRecord(part) ? textAt(part, "text") : "")).join("");
}

function usageOf(usage: unknown): ReplyUsage | undefined {
  if (!isRecord(usage)) return undefined;
  const details = usage["prompt_tokens_details"];
  return {
    in: countAt(usage, "prompt_tokens"),
    out: countAt(usage, "completion_tokens"),
    cached: isRecord(details) ? countAt(details, "cached_tokens") : 0,
  };
}

function countAt(fields: Fields, name: string): number {
  const value = fields[name];
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

/** `error` as an object or a text; some servers write `detail` or `message` instead. */
function refusalOf(object: Fields): string | undefined {
  const { error } = object;
  const words = isRecord(error) ? textAt(error, "message") || JSON.stringify(error) : "";
  const plain = words || textAt(object, "error") || textAt(object, "detail");
  if (plain !== "") return plain;
  return object["choices"] === undefined ? textAt(object, "message") || undefined : undefined;
}
