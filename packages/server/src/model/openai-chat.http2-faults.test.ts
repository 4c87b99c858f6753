import { constants } from "node:http2";
import { describe, expect, test } from "vitest";
import { createOpenAiChat } from "./openai-chat.ts";
import type { OpenAiChatOptions } from "./openai-chat.ts";
import { collect, modelRequest, outcome, realClock, spoken } from "./testing/generation.ts";
import { done, oneWord, sayYes, startHttp2Server } from "./testing/http2-server.ts";
import type { AnswerStream, Http2Server } from "./testing/http2-server.ts";
import { ManualClock } from "./testing/manual-clock.ts";

const never = new AbortController().signal;
const head = { ":status": 200, "content-type": "text/event-stream" };

function open(upstream: Http2Server, options: Partial<OpenAiChatOptions> = {}): ReturnType<typeof createOpenAiChat> {
  const { certificate: authorities } = upstream;
  return createOpenAiChat({ clock: realClock, allowPrivateAddresses: true, authorities, ...options });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Until what is on its way is there: settings, the end of a body, a farewell. */
function settle(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 20));
}

/** To one request after the other; what comes after them is answered. */
function answerInOrder(answers: readonly AnswerStream[]): AnswerStream {
  let index = 0;
  return (stream, about) => (answers[index++] ?? sayYes)(stream, about);
}

const refuse: AnswerStream = (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM);
/** Says that it looked at no request after the one before, and closes. */
const goAwayUnseen: AnswerStream = (stream, { session }) => {
  session.goaway(constants.NGHTTP2_NO_ERROR, (stream.id ?? 1) - 2);
};
const goAwayInAnger: AnswerStream = (_stream, { session }) => {
  session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM);
};
const drop: AnswerStream = (_stream, { session }) => session.destroy();

describe("HTTP/2: what an upstream does to requests", () => {
  test.each([
    ["refuses", refuse, 1],
    ["goes away before it looks at", goAwayUnseen, 2],
    ["goes away in anger at", goAwayInAnger, 2],
    ["drops the connection of", drop, 2],
  ] as const)("M75 M82 one that it %s is sent once more", async (_what, answer, connections) => {
    await using upstream = await startHttp2Server(answerInOrder([sayYes, answer]));
    await using client = open(upstream);
    const request = modelRequest({ baseUrl: upstream.url });
    await collect(client.stream(request, never));
    expect(spoken(await collect(client.stream(request, never)))).toBe("yes");
    expect({ requests: upstream.requests(), connections: upstream.sessions.length }).toEqual({
      requests: 3,
      connections,
    });
  });

  test.each([
    ["refuses", refuse],
    ["drops the connection of", drop],
  ] as const)("M24 M82 one that it %s again may be retried", async (_what, answer) => {
    await using upstream = await startHttp2Server(answerInOrder([sayYes, answer, answer]));
    await using client = open(upstream);
    const request = modelRequest({ baseUrl: upstream.url });
    await collect(client.stream(request, never));
    const { error } = await outcome(client.stream(request, never));
    expect(error).toMatchObject({ code: "unreachable", retryable: true });
    expect(spoken(await collect(client.stream(request, never)))).toBe("yes");
  });

  test("M82 those that are under way when it goes away are heard to their end, later ones get another connection", async () => {
    let finish = (): void => undefined;
    const answerLater: AnswerStream = (stream, { session }) => {
      stream.respond(head);
      stream.write(oneWord);
      session.goaway(constants.NGHTTP2_NO_ERROR, stream.id);
      finish = () => stream.end(oneWord + done);
    };
    await using upstream = await startHttp2Server(answerInOrder([answerLater]));
    await using client = open(upstream);
    const request = modelRequest({ baseUrl: upstream.url });
    const parts = client.stream(request, never)[Symbol.asyncIterator]();
    await parts.next();
    await until(() => upstream.sessions[0]?.closed === true);
    await settle();
    expect(spoken(await collect(client.stream(request, never)))).toBe("yes");
    finish();
    expect(spoken(await collect({ [Symbol.asyncIterator]: () => parts }))).toBe("yes");
    expect(upstream.sessions).toHaveLength(2);
  });

  test.each([
    ["resets the stream", (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)],
    ["cancels the stream", (stream) => stream.close(constants.NGHTTP2_CANCEL)],
    ["drops the connection", (_stream, { session }) => session.destroy()],
    ["goes away in anger", (_stream, { session }) => session.goaway(constants.NGHTTP2_INTERNAL_ERROR)],
  ] as const satisfies readonly (readonly [string, AnswerStream])[])(
    "M24 M82 a reply in the middle of which it %s is truncated",
    async (_what, breakOff) => {
      await using upstream = await startHttp2Server((stream, about) => {
        stream.respond(head);
        stream.write(oneWord, () => setTimeout(() => breakOff(stream, about), 10));
      });
      await using client = open(upstream);
      const { parts, error } = await outcome(client.stream(modelRequest({ baseUrl: upstream.url }), never));
      expect({ code: error?.code, said: spoken(parts) }).toEqual({ code: "truncated", said: "yes" });
    },
  );

  test.each([
    ["drops the connection", drop],
    ["resets the stream", (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)],
  ] as const satisfies readonly (readonly [string, AnswerStream])[])(
    "M28 M82 a slow reader hears of it, too, that the upstream %s",
    async (_what, breakOff) => {
      const heard = Promise.withResolvers<void>();
      const broken = Promise.withResolvers<void>();
      await using upstream = await startHttp2Server((stream, about) => {
        stream.respond(head);
        stream.write(oneWord.repeat(2000));
        stream.once("close", () => broken.resolve());
        void heard.promise.then(() => breakOff(stream, about));
      });
      await using client = open(upstream);
      const parts = client.stream(modelRequest({ baseUrl: upstream.url }), never)[Symbol.asyncIterator]();
      await parts.next();
      heard.resolve();
      await broken.promise;
      const rest = await outcome({ [Symbol.asyncIterator]: () => parts });
      expect(rest.error?.code).toBe("truncated");
    },
  );

  test("M11 trailers after a reply are no part of it", async () => {
    await using upstream = await startHttp2Server((stream) => {
      stream.respond(head, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "x-checksum": "1" }));
      stream.end(oneWord + done);
    });
    await using client = open(upstream);
    const parts = await collect(client.stream(modelRequest({ baseUrl: upstream.url }), never));
    expect(spoken(parts)).toBe("yes");
  });

  test("M20 a refusal that comes before the whole request was read is heard, and leaves the connection to others", async () => {
    const refuseEarly: AnswerStream = (stream) => {
      stream.respond({ ":status": 413, "content-type": "application/json" });
      stream.end('{"error":{"message":"too long"}}');
    };
    await using upstream = await startHttp2Server(answerInOrder([refuseEarly]));
    await using client = open(upstream);
    const baseUrl = upstream.url;
    const long = modelRequest({ baseUrl }, { messages: [{ role: "user", content: "x".repeat(1_000_000) }] });
    expect((await outcome(client.stream(long, never))).error).toMatchObject({ status: 413 });
    expect(spoken(await collect(client.stream(modelRequest({ baseUrl }), never)))).toBe("yes");
    expect(upstream.sessions).toHaveLength(1);
  });

  test("M76 thirty long contexts at once share a connection", async () => {
    await using upstream = await startHttp2Server(sayYes);
    await using client = open(upstream);
    const long = modelRequest(
      { baseUrl: upstream.url },
      { messages: [{ role: "user", content: "x".repeat(1_000_000) }] },
    );
    const replies = await Promise.all(Array.from({ length: 30 }, () => collect(client.stream(long, never))));
    expect(replies.map(spoken)).toEqual(Array.from({ length: 30 }, () => "yes"));
    expect(upstream.sessions).toHaveLength(1);
  });
});

describe("HTTP/2: connections", () => {
  test("M76 where the upstream allows no more streams another connection is made, and used again later", async () => {
    const held: (() => void)[] = [];
    const hold: AnswerStream = (stream, about) => void held.push(() => sayYes(stream, about));
    await using upstream = await startHttp2Server(hold, { maxConcurrentStreams: 2 });
    await using client = open(upstream);
    const request = modelRequest({ baseUrl: upstream.url });
    client.prepare(request.upstream);
    await until(() => upstream.sessions.length === 1);
    await settle();
    const replies = Array.from({ length: 5 }, () => collect(client.stream(request, never)));
    await until(() => held.length === 5);
    expect(upstream.sessions).toHaveLength(3);
    for (const answer of held.splice(0)) answer();
    expect((await Promise.all(replies)).map(spoken)).toEqual(["yes", "yes", "yes", "yes", "yes"]);
    const more = Array.from({ length: 5 }, () => collect(client.stream(request, never)));
    await until(() => held.length === 5);
    for (const answer of held.splice(0)) answer();
    await Promise.all(more);
    expect(upstream.sessions).toHaveLength(3);
  });

  test("M25 M76 no more connections are made than are allowed", async () => {
    await using upstream = await startHttp2Server(() => undefined, { maxConcurrentStreams: 1 });
    await using client = open(upstream, { maxConnections: 1 });
    const request = modelRequest({
      baseUrl: upstream.url,
      timeouts: { connectMs: 200, firstPartMs: 5000, betweenPartsMs: 5000 },
    });
    client.prepare(request.upstream);
    await until(() => upstream.sessions.length === 1);
    await settle();
    const abort = new AbortController();
    const running = outcome(client.stream(request, abort.signal));
    await until(() => upstream.requests() === 1);
    expect((await outcome(client.stream(request, never))).error?.code).toBe("connect-timeout");
    expect(upstream.sessions).toHaveLength(1);
    abort.abort();
    await running;
  });

  test("M83 one that nobody uses is closed after 30 s, and a later generation gets another", async () => {
    const clock = new ManualClock();
    await using upstream = await startHttp2Server(sayYes);
    await using client = open(upstream, { clock });
    const request = modelRequest({ baseUrl: upstream.url });
    await collect(client.stream(request, never));
    await settle();
    clock.advance(29_999);
    await collect(client.stream(request, never));
    await settle();
    clock.advance(30_000);
    await until(() => upstream.sessions[0]?.destroyed === true);
    expect(upstream.sessions).toHaveLength(1);
    await collect(client.stream(request, never));
    expect(upstream.sessions).toHaveLength(2);
  });

  test("M83 disposing ends what is under way and what waits for a connection", async () => {
    await using upstream = await startHttp2Server((stream) => {
      stream.respond(head);
      stream.write(oneWord);
    });
    const client = open(upstream);
    const request = modelRequest({ baseUrl: upstream.url });
    const parts = client.stream(request, never)[Symbol.asyncIterator]();
    await parts.next();
    const next = parts.next();
    const late = open(upstream);
    const waiting = outcome(late.stream(request, never));
    await Promise.all([client[Symbol.asyncDispose](), late[Symbol.asyncDispose]()]);
    await expect(next).rejects.toMatchObject({ code: "truncated" });
    expect((await waiting).error?.code).toBe("unreachable");
    await until(() => upstream.sessions[0]?.destroyed === true);
  });

  test("M32 M83 an address that may not be called is not connected to", async () => {
    await using upstream = await startHttp2Server(sayYes);
    await using client = open(upstream, { allowPrivateAddresses: false });
    const request = modelRequest({ baseUrl: upstream.url });
    client.prepare(request.upstream);
    expect((await outcome(client.stream(request, never))).error?.code).toBe("blocked-address");
    expect(upstream.sessions).toHaveLength(0);
  });
});
