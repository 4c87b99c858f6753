import type { ServerResponse } from "node:http";

/** What is collected before it is written at once, in UTF-16 units. */
const most = 65_536;

/**
 * Server-sent events on their way to one caller. What is said within one tick leaves as one write, because writes to
 * sockets are what streaming costs most. A status can be chosen until the first event.
 */
export class EventOutlet {
  readonly #response: ServerResponse;
  readonly #flush = () => this.#send();
  #text = "";
  #scheduled = false;
  #opened = false;
  #framed = false;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Something was said: the status can no longer be another. */
  get opened(): boolean {
    return this.#opened;
  }

  /** The caller reads more slowly than events come. */
  get full(): boolean {
    return this.#response.writableNeedDrain;
  }

  write(events: string): void {
    this.#open();
    this.#text += events;
    if (this.#text.length > most) this.#send();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      process.nextTick(this.#flush);
    }
  }

  /** The last events; what was collected leaves with them. */
  end(events: string): void {
    this.#open();
    const text = this.#text + events;
    this.#text = "";
    this.#response.end(this.#framed ? frame(text) + lastFrame : text);
  }

  /** Resolves when the caller has caught up, or is gone. */
  caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#response.off("drain", done).off("close", done);
        resolve();
      };
      this.#response.once("drain", done).once("close", done);
      if (this.#response.closed || !this.full) done();
    });
  }

  #open(): void {
    if (this.#opened) return;
    this.#opened = true;
    const response = this.#response;
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      // A proxy in between must not collect what is said.
      "x-accel-buffering": "no",
      // HTTP/1.0 knows no chunks: there the end of the connection is the end of the answer.
      ...(response.useChunkedEncodingByDefault ? { "transfer-encoding": "chunked" } : {}),
    });
    // From here on the chunks of HTTP are framed below: Node would hand each to the kernel in four pieces.
    this.#framed = response.chunkedEncoding;
    response.chunkedEncoding = false;
  }

  #send(): void {
    this.#scheduled = false;
    if (this.#text === "") return;
    const text = this.#text;
    this.#text = "";
    this.#response.write(this.#framed ? frame(text) : text);
  }
}

const lastFrame = "0\r\n\r\n";

/** One chunk of HTTP/1.1 (RFC 9112, 7.1). */
function frame(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}
