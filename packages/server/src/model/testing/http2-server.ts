import { createSecureServer } from "node:http2";
import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream, Settings } from "node:http2";
import type { AddressInfo } from "node:net";
import { createIdentity } from "../../../../../bench/endpoint/certificate.ts";

/** An HTTP/2 server that does to each request what a test says. */
export interface Http2Server extends AsyncDisposable {
  /** A `base_url`. */
  readonly url: string;
  /** What its callers must trust, as PEM. */
  readonly certificate: string;
  /** Of its connections, in the order in which they came; those that are over too. */
  readonly sessions: readonly ServerHttp2Session[];
  /** Requests that came. */
  readonly requests: () => number;
}

export type AnswerStream = (
  stream: ServerHttp2Stream,
  about: { readonly headers: IncomingHttpHeaders; readonly session: ServerHttp2Session },
) => void;

export async function startHttp2Server(answer: AnswerStream, settings: Settings = {}): Promise<Http2Server> {
  const { key, certificate } = createIdentity();
  const sessions: ServerHttp2Session[] = [];
  let requests = 0;
  const server = createSecureServer({ key, cert: certificate, settings });
  server.on("session", (session) => {
    sessions.push(session);
    session.on("error", () => undefined);
    session.on("stream", (stream, headers) => {
      requests += 1;
      // Whoever leaves is part of the test.
      stream.on("error", () => undefined);
      answer(stream, { headers, session });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/v1`,
    certificate,
    sessions,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}

export const oneWord = 'data: {"choices":[{"delta":{"content":"yes"}}]}\n\n';
export const done = "data: [DONE]\n\n";

/** Answers with one word once the request is there as a whole. */
export const sayYes: AnswerStream = (stream) => {
  stream.resume().once("end", () => {
    if (stream.destroyed) return;
    stream.respond({ ":status": 200, "content-type": "text/event-stream" });
    stream.end(oneWord + done);
  });
};
