import { constants } from "node:http2";
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader } from "node:http2";
import type { Dispatcher } from "undici";

/** What is sent to an upstream; names of headers are in lower case, and none belongs to the connection. */
export interface UpstreamRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A stream or its connection that ended before the reply did; `code` says how. */
class Http2StreamError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`the reply's HTTP/2 stream was closed before its end (${code})`);
    this.name = "Http2StreamError";
    this.code = code;
  }
}

/**
 * One request on one stream of an HTTP/2 connection. Its handler hears what it would hear of undici.
 *
 * Left is a stream by closing it with CANCEL, and in no other way: where it is closed without an error and then
 * destroyed, Node may never return (docs/decisions/0006-http2-of-our-own.md).
 */
export class Http2Request implements Dispatcher.DispatchController {
  readonly request: UpstreamRequest;
  readonly handler: Dispatcher.DispatchHandler;
  #stream: ClientHttp2Stream | undefined;
  #reason: Error | null = null;
  #answered = false;
  #over = false;
  #trailers: IncomingHttpHeaders = {};

  constructor(request: UpstreamRequest, handler: Dispatcher.DispatchHandler) {
    this.request = request;
    this.handler = handler;
  }

  get aborted(): boolean {
    return this.#reason !== null;
  }

  get reason(): Error | null {
    return this.#reason;
  }

  get paused(): boolean {
    return this.#stream?.isPaused() ?? false;
  }

  /** Sends the request, unless nobody waits for it any more. `closed` is told when its stream is gone; false: there is none. */
  open(session: ClientHttp2Session, closed: () => void): boolean {
    try {
      this.handler.onRequestStart?.(this, {});
      if (this.#over) return false;
      this.#send(session, closed);
      return true;
    } catch (error) {
      this.fail(toError(error));
      return false;
    }
  }

  abort(reason: Error): void {
    this.#reason ??= reason;
    this.fail(reason);
  }

  pause(): void {
    if (!this.#over) this.#stream?.pause();
  }

  resume(): void {
    if (!this.#over) this.#stream?.resume();
  }

  /** Ends it for its handler, and leaves the stream. */
  fail(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#leaveStream();
    this.handler.onResponseError?.(this, error);
  }

  #send(session: ClientHttp2Session, closed: () => void): void {
    const { path, method, headers, body } = this.request;
    const bytes = Buffer.from(body);
    const stream = session.request({
      ...headers,
      ":method": method,
      ":path": path,
      "content-length": String(bytes.length),
    });
    this.#stream = stream;
    stream.on("response", (head) => this.#hear(() => this.#start(head)));
    stream.on("data", (data: Buffer) => this.#hear(() => this.handler.onResponseData?.(this, data)));
    stream.on("trailers", (trailers) => void (this.#trailers = trailers));
    stream.on("end", () => this.#hear(() => this.#end(stream)));
    stream.on("error", (error) => this.fail(endOf(stream, session, error)));
    stream.on("close", () => {
      this.fail(endOf(stream, session));
      closed();
    });
    stream.end(bytes);
  }

  /** Nothing is heard after the end, and what the handler throws is its own request's end. */
  #hear(tell: () => void): void {
    if (this.#over) return;
    try {
      tell();
    } catch (error) {
      this.abort(toError(error));
    }
  }

  #start({ ":status": status = 0, ...headers }: IncomingHttpHeaders & IncomingHttpStatusHeader): void {
    this.#answered = true;
    this.handler.onResponseStart?.(this, status, headers);
  }

  /** A stream that is reset comes to an end, too: that is told when it closes. */
  #end(stream: ClientHttp2Stream): void {
    if (!this.#answered || (stream.rstCode ?? 0) !== constants.NGHTTP2_NO_ERROR) return;
    this.#over = true;
    // An upstream may have answered before it had the whole request.
    if (!stream.writableFinished) this.#leaveStream();
    this.handler.onResponseEnd?.(this, this.#trailers);
  }

  #leaveStream(): void {
    const stream = this.#stream;
    if (stream === undefined || stream.closed || stream.destroyed) return;
    stream.close(constants.NGHTTP2_CANCEL);
    // What came already is nobody's, and would keep the stream.
    stream.resume();
  }
}

/** By number: RFC 9113, section 7. */
const codes = [
  "NO_ERROR",
  "PROTOCOL_ERROR",
  "INTERNAL_ERROR",
  "FLOW_CONTROL_ERROR",
  "SETTINGS_TIMEOUT",
  "STREAM_CLOSED",
  "FRAME_SIZE_ERROR",
  "REFUSED_STREAM",
  "CANCEL",
  "COMPRESSION_ERROR",
  "CONNECT_ERROR",
  "ENHANCE_YOUR_CALM",
  "INADEQUATE_SECURITY",
  "HTTP_1_1_REQUIRED",
];

/** Node closes the streams of a connection that is lost as if they had been cancelled. */
function endOf(stream: ClientHttp2Stream, session: ClientHttp2Session, error?: Error): Error {
  const code = stream.rstCode ?? 0;
  if (code === constants.NGHTTP2_REFUSED_STREAM) return new Http2StreamError("HTTP2_REFUSED_STREAM");
  if (session.destroyed) return new Http2StreamError("ECONNRESET");
  return error === undefined || code !== 0 ? new Http2StreamError(`HTTP2_${codes[code] ?? code}`) : error;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
