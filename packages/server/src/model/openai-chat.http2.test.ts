import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import type { Endpoint, EndpointOptions } from "../../../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../../../bench/endpoint/reply.ts";
import { createOpenAiChat } from "./openai-chat.ts";
import type { OpenAiChatOptions } from "./openai-chat.ts";
import { collect, modelRequest, outcome, realClock, spoken } from "./testing/generation.ts";
import { ManualClock } from "./testing/manual-clock.ts";

// Everything holds as it does on HTTP/1.1; only the connection outlives an abort.

const never = new AbortController().signal;
const long = { rate: 200, replies: createReplies(undefined, 5000) } satisfies EndpointOptions;
const patient = { connectMs: 10_000, firstPartMs: 10_000, betweenPartsMs: 10_000 };

interface Stage extends AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly client: ReturnType<typeof createOpenAiChat>;
}

async function stage(options: EndpointOptions = {}, chat: Partial<OpenAiChatOptions> = {}): Promise<Stage> {
  const endpoint = await startEndpoint({ secure: "h2", ...options });
  const client = createOpenAiChat({
    clock: realClock,
    allowPrivateAddresses: true,
    ...(endpoint.certificate === undefined ? {} : { authorities: endpoint.certificate }),
    ...chat,
  });
  return {
    endpoint,
    client,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await endpoint[Symbol.asyncDispose]();
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe("HTTP/2", () => {
  test("M76 is spoken where the upstream speaks it: generations at the same time share one connection", async () => {
    await using on = await stage({ rate: 0 });
    const request = modelRequest({ baseUrl: on.endpoint.url });
    const replies = await Promise.all(Array.from({ length: 20 }, () => collect(on.client.stream(request, never))));
    expect(replies.every((parts) => parts.at(-1)?.type === "finish")).toBe(true);
    expect(on.endpoint.stats).toMatchObject({ connections: 1, requests: 20, aborted: 0 });
  });

  test("M76 is not offered where it is switched off", async () => {
    await using on = await stage(long, { http2: false });
    for await (const _ of on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), never)) break;
    await until(() => on.endpoint.stats.aborted === 1 && on.endpoint.stats.connections === 3);
    await until(() => on.endpoint.stats.open === 2);
  });

  test("M76 an upstream that has only HTTP/1.1 is spoken to in that", async () => {
    await using on = await stage({ rate: 50, secure: "http/1.1" });
    const request = modelRequest({ baseUrl: on.endpoint.url });
    await Promise.all(Array.from({ length: 3 }, () => collect(on.client.stream(request, never))));
    // One for each, and one in reserve.
    expect(on.endpoint.stats).toMatchObject({ connections: 4, requests: 3 });
  });

  test("M76 a certificate that nobody vouches for is refused", async () => {
    await using on = await stage();
    await using strict = createOpenAiChat({ clock: realClock, allowPrivateAddresses: true });
    const { error } = await outcome(strict.stream(modelRequest({ baseUrl: on.endpoint.url }), never));
    expect(error).toMatchObject({ code: "unreachable", retryable: false });
    expect(on.endpoint.stats.requests).toBe(0);
  });

  test.each(["silent", "headers-only", "role-only", "keep-alive-comments"] as const)(
    "M29 an abort at %s resets its stream and leaves the connection to others",
    async (fault) => {
      await using on = await stage({ rate: 100 });
      const abort = new AbortController();
      const request = modelRequest({ baseUrl: on.endpoint.url });
      const other = collect(on.client.stream(request, never));
      const failing = modelRequest({ baseUrl: on.endpoint.url, headers: { "x-fault": fault } });
      const result = outcome(on.client.stream(failing, abort.signal));
      await until(() => on.endpoint.stats.requests === 2);
      abort.abort();
      expect((await result).error?.code).toBe("aborted");
      await until(() => on.endpoint.stats.aborted === 1);
      expect((await other).at(-1)?.type).toBe("finish");
      await until(() => on.endpoint.stats.active === 0);
      expect(on.endpoint.stats).toMatchObject({ connections: 1, open: 1, aborted: 1 });
    },
  );

  test("M29 M71 an abort within the words stops the upstream, and nothing needs replacing", async () => {
    await using on = await stage(long);
    const abort = new AbortController();
    const parts = on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), abort.signal)[Symbol.asyncIterator]();
    await parts.next();
    abort.abort();
    await expect(parts.next()).rejects.toMatchObject({ code: "aborted" });
    await until(() => on.endpoint.stats.aborted === 1);
    const sent = on.endpoint.stats.tokensSent;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(on.endpoint.stats).toMatchObject({ connections: 1, open: 1, tokensSent: sent });
  });

  test("M31 an abort before the connection is there sends nothing, and leaves the connection to the next", async () => {
    await using on = await stage({ rate: 0 });
    const abort = new AbortController();
    const request = modelRequest({ baseUrl: on.endpoint.url });
    const result = outcome(on.client.stream(request, abort.signal));
    abort.abort();
    expect((await result).error?.code).toBe("aborted");
    await collect(on.client.stream(request, never));
    expect(on.endpoint.stats.requests).toBe(1);
  });

  test("M74 a prepared connection is the one that is shared", async () => {
    await using on = await stage({ rate: 0 });
    const request = modelRequest({ baseUrl: on.endpoint.url });
    on.client.prepare(request.upstream);
    await until(() => on.endpoint.stats.open === 1);
    // Long enough for the server to have spoken first.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await collect(on.client.stream(request, never));
    on.client.prepare(request.upstream);
    await collect(on.client.stream(request, never));
    expect(on.endpoint.stats).toMatchObject({ connections: 1, requests: 2 });
  });

  test("M28 a slow reader holds its own stream back and no other", async () => {
    const total = 200_000;
    await using on = await stage({ rate: 0, replies: createReplies(["word "], total) });
    const request = modelRequest({ baseUrl: on.endpoint.url });
    const slow = on.client.stream(request, never)[Symbol.asyncIterator]();
    await slow.next();
    let sent = -1;
    while (sent !== on.endpoint.stats.tokensSent) {
      sent = on.endpoint.stats.tokensSent;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(sent).toBeLessThan(total / 2);
    expect(await collect(on.client.stream(request, never))).toHaveLength(total + 2);
    const rest = await collect({ [Symbol.asyncIterator]: () => slow });
    expect(spoken(rest)).toHaveLength("word ".length * (total - 1));
    expect(on.endpoint.stats.connections).toBe(1);
  });

  test.each([
    ["503", "upstream-error"],
    ["429", "rate-limited"],
    ["401", "unauthorized"],
    ["html", "not-a-stream"],
    ["reset-before-headers", "unreachable"],
    ["reset-midway", "truncated"],
    ["close-midway", "truncated"],
    ["empty", "truncated"],
    ["malformed-chunk", "malformed"],
    ["error-in-stream", "upstream-error"],
    ["silent", "first-part-timeout"],
    ["headers-only", "first-part-timeout"],
    ["keep-alive-comments", "first-part-timeout"],
    ["stall-midway", "stalled"],
  ] as const)("M14 M15 M16 M17 M20 M24 M26 M27 %s ends as %s, as it does on HTTP/1.1", async (fault, code) => {
    await using on = await stage({ rate: 300, fault });
    const timeouts = {
      ...patient,
      ...(code === "first-part-timeout" ? { firstPartMs: 100 } : {}),
      ...(code === "stalled" ? { betweenPartsMs: 200 } : {}),
    };
    const { parts, error } = await outcome(
      on.client.stream(modelRequest({ baseUrl: on.endpoint.url, timeouts }), never),
    );
    expect(error?.code).toBe(code);
    expect(parts.some((part) => part.type === "finish")).toBe(false);
  });

  test.each(["plain", "crlf", "one-packet", "split-packets", "gzip", "json", "no-done", "no-finish", "never-ends"])(
    "M6 M11 M12 M13 M18 %s is read like any other",
    async (fault) => {
      await using on = await stage({ rate: 0 });
      const read = (headers: Readonly<Record<string, string>>): ReturnType<typeof outcome> =>
        outcome(on.client.stream(modelRequest({ baseUrl: on.endpoint.url, headers, timeouts: patient }), never));
      const [expected, { parts, error }] = await Promise.all([read({}), read({ "x-fault": fault })]);
      expect(error).toBeUndefined();
      expect(spoken(parts)).toBe(spoken(expected.parts));
    },
  );

  test("M77 a connection on which nothing came for too long is used by no later generation", async () => {
    const clock = new ManualClock();
    await using on = await stage({ rate: 0 }, { clock });
    const quiet = modelRequest({ baseUrl: on.endpoint.url, headers: { "x-fault": "silent" } });
    const result = outcome(on.client.stream(quiet, never));
    await until(() => on.endpoint.stats.requests === 1);
    clock.advance(10_000);
    expect((await result).error?.code).toBe("first-part-timeout");
    await collect(on.client.stream(modelRequest({ baseUrl: on.endpoint.url }), never));
    expect(on.endpoint.stats).toMatchObject({ connections: 2, requests: 2 });
    await until(() => on.endpoint.stats.open === 1);
  });

  test("M77 generations that are under way on it are heard to their end", async () => {
    const clock = new ManualClock();
    await using on = await stage({ rate: 200, replies: createReplies(undefined, 40) }, { clock });
    const baseUrl = on.endpoint.url;
    const forever = { connectMs: 60_000, firstPartMs: 60_000, betweenPartsMs: 60_000 };
    const other = collect(on.client.stream(modelRequest({ baseUrl, timeouts: forever }), never));
    const quiet = outcome(on.client.stream(modelRequest({ baseUrl, headers: { "x-fault": "silent" } }), never));
    await until(() => on.endpoint.stats.requests === 2);
    clock.advance(10_000);
    expect((await quiet).error?.code).toBe("first-part-timeout");
    expect((await other).at(-1)).toEqual({ type: "finish", reason: "stop" });
  });
});
