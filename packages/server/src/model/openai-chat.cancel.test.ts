import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import type { Endpoint, EndpointEvent, EndpointOptions } from "../../../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../../../bench/endpoint/reply.ts";
import type { ModelClient } from "../ports/model-client.ts";
import { createOpenAiChat } from "./openai-chat.ts";
import { collect, modelRequest, outcome, realClock, spoken } from "./testing/generation.ts";
import { ManualClock } from "./testing/manual-clock.ts";

interface Stage extends AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly client: ModelClient;
  readonly asked: Promise<void>;
  /** Resolves when the endpoint sees that its connection was closed before its reply was over. */
  readonly closed: Promise<void>;
}

async function stage(options: EndpointOptions, clock = realClock): Promise<Stage> {
  const asked = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const seen = { request: asked.resolve, aborted: closed.resolve, completed: () => undefined };
  const endpoint = await startEndpoint({ ...options, observe: (event: EndpointEvent) => seen[event.type]() });
  const client = createOpenAiChat({ clock, allowPrivateAddresses: true });
  return {
    endpoint,
    client,
    asked: asked.promise,
    closed: closed.promise,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await endpoint[Symbol.asyncDispose]();
    },
  };
}

function turns(count: number): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number): void => void (left === 0 ? resolve() : setImmediate(next, left - 1));
    next(count);
  });
}

describe("an abort", () => {
  test("M31 before the start throws, and never connects", async () => {
    await using on = await stage({ rate: 0 });
    const { parts, error } = await outcome(
      on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), AbortSignal.abort()),
    );
    expect({ parts, code: error?.code }).toEqual({ parts: [], code: "aborted" });
    await turns(5);
    expect(on.endpoint.stats.connections).toBe(0);
  });

  test("M29 while the connection is made throws at once", async () => {
    const abort = new AbortController();
    await using client = createOpenAiChat({
      clock: realClock,
      allowPrivateAddresses: true,
      resolve: () => abort.abort(), // And never answers.
    });
    const { error } = await outcome(client.stream(modelRequest({ baseUrl: "http://slow.example/v1" }), abort.signal));
    expect(error?.code).toBe("aborted");
  });

  test("M29 while the connection is made keeps the request from being sent", async () => {
    const abort = new AbortController();
    await using on = await stage({ rate: 0 });
    let answer = (): void => undefined;
    await using client = createOpenAiChat({
      clock: realClock,
      allowPrivateAddresses: true,
      resolve: (_host, found) => {
        answer = () => found(null, [{ address: "127.0.0.1", family: 4 }]);
        abort.abort();
      },
    });
    const baseUrl = on.endpoint.url.replace("127.0.0.1", "model.local");
    expect((await outcome(client.stream(modelRequest({ baseUrl }), abort.signal))).error?.code).toBe("aborted");
    answer();
    await collect(on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), new AbortController().signal));
    expect(on.endpoint.stats.requests).toBe(1);
  });

  test.each([
    ["before headers", "silent"],
    ["after headers, before a word", "headers-only"],
    ["after the role, before a word", "role-only"],
    ["within keep-alive comments", "keep-alive-comments"],
  ] as const)("M29 %s closes the socket", async (_when, fault) => {
    await using on = await stage({ fault });
    const abort = new AbortController();
    const result = outcome(on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), abort.signal));
    await on.asked;
    await turns(3);
    abort.abort();
    expect((await result).error).toMatchObject({ code: "aborted", retryable: false });
    await on.closed;
    expect(on.endpoint.stats).toMatchObject({ active: 0, aborted: 1 });
  });

  test("M29 within the words throws them away, closes the socket, and the upstream stops", async () => {
    await using on = await stage({ rate: 500, replies: createReplies(undefined, 10_000) });
    const abort = new AbortController();
    let heard = 0;
    const listen = async (): Promise<void> => {
      for await (const _ of on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), abort.signal)) {
        heard += 1;
        if (heard === 5) abort.abort();
      }
    };
    await expect(listen()).rejects.toMatchObject({ code: "aborted" });
    expect(heard).toBe(5);
    await on.closed;
    const sent = on.endpoint.stats.tokensSent;
    await turns(20);
    expect(on.endpoint.stats.tokensSent).toBe(sent);
    expect(sent).toBeLessThan(100);
  });

  test("M29 after the last part changes nothing", async () => {
    await using on = await stage({ rate: 0 });
    const abort = new AbortController();
    const parts = await collect(on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), abort.signal));
    abort.abort();
    expect(parts.at(-1)).toEqual({ type: "finish", reason: "stop" });
  });

  test("M29 a signal that many generations share keeps none of them", async () => {
    await using on = await stage({ rate: 0 });
    const { signal } = new AbortController();
    const request = modelRequest({ baseUrl: on.endpoint.url });
    const broken = modelRequest({ baseUrl: on.endpoint.url, headers: { "x-fault": "404" } });
    for (let turn = 0; turn < 5; turn += 1) await outcome(on.client.stream(turn % 2 === 0 ? request : broken, signal));
    for await (const _ of on.client.stream(request, signal)) break;
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("leaving the loop", () => {
  test("M30 closes the socket", async () => {
    await using on = await stage({ rate: 100, replies: createReplies(undefined, 10_000) });
    for await (const part of on.client.stream(
      modelRequest({ baseUrl: on.endpoint.url }),
      new AbortController().signal,
    )) {
      if (part.type === "text-delta") break;
    }
    await on.closed;
    expect(on.endpoint.stats).toMatchObject({ active: 0, aborted: 1 });
  });

  test("M30 with an error of one's own closes the socket", async () => {
    await using on = await stage({ rate: 100, replies: createReplies(undefined, 10_000) });
    const listen = async (): Promise<void> => {
      for await (const _ of on.client.stream(
        modelRequest({ baseUrl: on.endpoint.url }),
        new AbortController().signal,
      )) {
        throw new Error("of one's own");
      }
    };
    await expect(listen()).rejects.toThrow("of one's own");
    await on.closed;
  });

  test("M30 at the finish part leaves the connection alone", async () => {
    await using on = await stage({ rate: 0 });
    const request = modelRequest({ baseUrl: on.endpoint.url });
    for (let turn = 0; turn < 10; turn += 1) {
      for await (const part of on.client.stream(request, new AbortController().signal))
        if (part.type === "finish") break;
    }
    expect(on.endpoint.stats).toMatchObject({ requests: 10, aborted: 0 });
  });
});

describe("a slow reader", () => {
  test("M28 holds the upstream back, is no stall, and still hears everything", async () => {
    const total = 200_000;
    const clock = new ManualClock();
    await using on = await stage({ rate: 0, replies: createReplies(["word "], total) }, clock);
    const stream = on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), new AbortController().signal);
    const parts = stream[Symbol.asyncIterator]();
    await parts.next();
    let sent = -1;
    while (sent !== on.endpoint.stats.tokensSent) {
      sent = on.endpoint.stats.tokensSent;
      await turns(50);
    }
    expect(sent).toBeLessThan(total / 2);
    clock.advance(60_000);
    const rest = await collect({ [Symbol.asyncIterator]: () => parts });
    expect(spoken(rest)).toHaveLength("word ".length * (total - 1));
    expect(rest.at(-1)).toEqual({ type: "finish", reason: "stop" });
  });
});
