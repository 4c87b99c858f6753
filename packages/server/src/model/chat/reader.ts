import { createParser } from "eventsource-parser";
import type { EventSourceParser } from "eventsource-parser";

/** What a body turns out to be, piece by piece. */
export interface ReplySink {
  /** One server-sent event. */
  event(data: string, type: string | undefined): void;
  /** The body is no event stream; `text` is all of it, or its beginning. */
  body(text: string): void;
  /** Something grew over its bound. */
  overflow(what: string): void;
}

const maxEventChars = 1_048_576;
const maxBodyChars = 1_048_576;
const enoughOfAPage = 4096;
const openingChars = 1024;

/**
 * Reads a reply's bytes, in whatever pieces they come: an event stream, or a body that was sent in its place.
 *
 * What it is shows in its first character, because content types are often wrong.
 */
export class ReplyReader {
  readonly #sink: ReplySink;
  readonly #decoder = new TextDecoder();
  readonly #parser: EventSourceParser;
  #kind: "unknown" | "events" | "json" | "page" | "over" = "unknown";
  #body = "";
  #opening = "";
  #sawEvent = false;

  constructor(sink: ReplySink) {
    this.#sink = sink;
    this.#parser = createParser({
      maxBufferSize: maxEventChars,
      onEvent: ({ data, event }) => {
        this.#sawEvent = true;
        sink.event(data, event);
      },
      onError: (error) => {
        if (error.type === "max-buffer-size-exceeded") this.#overflow("an event", maxEventChars);
      },
    });
  }

  push(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The body is over; an event whose closing empty line is missing still counts. */
  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#kind === "json" || this.#kind === "page") return this.#sink.body(this.#body);
    if (this.#kind !== "events") return;
    this.#parser.feed("\n\n");
    if (!this.#sawEvent && !looksLikeEvents(this.#opening)) this.#sink.body(this.#opening);
  }

  #take(text: string): void {
    if (this.#kind === "unknown") this.#kind = kindOf(text);
    if (this.#kind === "events") {
      if (!this.#sawEvent && this.#opening.length < openingChars) this.#opening += text.slice(0, openingChars);
      this.#parser.feed(text);
    } else if (this.#kind === "json" || this.#kind === "page") this.#collect(text);
  }

  #collect(text: string): void {
    this.#body += text;
    if (this.#kind === "page" && this.#body.length >= enoughOfAPage) {
      this.#kind = "over";
      this.#sink.body(this.#body);
    } else if (this.#body.length > maxBodyChars) this.#overflow("a body", maxBodyChars);
  }

  #overflow(what: string, bound: number): void {
    this.#kind = "over";
    this.#sink.overflow(`${what} of more than ${bound} characters`);
  }
}

function kindOf(text: string): "unknown" | "events" | "json" | "page" {
  const first = text.trimStart()[0];
  if (first === undefined) return "unknown";
  if (first === "{" || first === "[") return "json";
  return first === "<" ? "page" : "events";
}

const fields = ["data", "event", "id", "retry"];

function looksLikeEvents(opening: string): boolean {
  return opening.split(/\r\n|\r|\n/).every((line) => {
    const colon = line.indexOf(":");
    // Without a colon it may be a field that was cut off.
    return colon < 0
      ? fields.some((field) => field.startsWith(line))
      : colon === 0 || fields.includes(line.slice(0, colon));
  });
}
