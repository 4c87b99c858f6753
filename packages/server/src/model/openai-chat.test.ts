import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import type { Endpoint, EndpointEvent } from "../../../../bench/endpoint/endpoint.ts";
import type { Upstream } from "../ports/model-client.ts";
import { createOpenAiChat } from "./openai-chat.ts";
import { collect, modelRequest, outcome, realClock, spoken } from "./testing/generation.ts";
import { ManualClock } from "./testing/manual-clock.ts";

const never = new AbortController().signal;
const patient = { connectMs: 10_000, firstPartMs: 10_000, betweenPartsMs: 10_000 };

function open(clock = realClock): ReturnType<typeof createOpenAiChat> {
  return createOpenAiChat({ clock, allowPrivateAddresses: true });
}

async function ask(endpoint: Endpoint, upstream: Partial<Upstream> = {}): ReturnType<typeof outcome> {
  await using client = open();
  return await outcome(client.stream(modelRequest({ baseUrl: endpoint.url, timeouts: patient, ...upstream }), never));
}

/** After everything that is due by now. */
function soon<T>(value: T): Promise<T> {
  return new Promise((resolve) => setImmediate(resolve, value));
}

/** The healthy reply to the request of these tests. */
async function healthy(endpoint: Endpoint): Promise<string> {
  const { parts, error } = await ask(endpoint);
  expect(error).toBeUndefined();
  return spoken(parts);
}

describe("a healthy upstream", () => {
  test("M1 M2 M3 is asked for one stream, with everything the persona has set", async () => {
    const events: EndpointEvent[] = [];
    await using endpoint = await startEndpoint({ rate: 0, observe: (event) => void events.push(event) });
    await ask(endpoint, {
      baseUrl: `${endpoint.url}/?tenant=7`,
      apiKey: "sk-1",
      headers: { "x-team": "red", host: "evil" },
      defaultQuery: { version: "2" },
      extraBody: { temperature: 0.5 },
    });
    const asked = events.find((event) => event.type === "request");
    expect(asked?.path).toBe("/v1/chat/completions?tenant=7&version=2");
    expect(asked?.headers).toMatchObject({
      authorization: "Bearer sk-1",
      "conversation-id": "c0123456789abcdef",
      "x-team": "red",
      host: endpoint.url.slice("http://".length, -"/v1".length),
    });
    expect(JSON.parse(asked?.body ?? "")).toMatchObject({ model: "bench", stream: true, temperature: 0.5 });
  });

  test("M80 where its base_url holds the route already, that is told before anything else", async () => {
    await using endpoint = await startEndpoint({ rate: 0 });
    const { parts, error } = await ask(endpoint, { baseUrl: `${endpoint.url}/chat/completions` });
    const [notice, word] = parts;
    expect({ error, notice, word: word?.type }).toEqual({
      error: undefined,
      notice: {
        type: "notice",
        code: "notice",
        message: "base_url ends with /chat/completions; leave that out: it is added, here and by other programs",
      },
      word: "text-delta",
    });
  });

  test("M7 M10 M13 its words come one part per chunk, then its usage, then finish", async () => {
    await using endpoint = await startEndpoint({ rate: 0 });
    const { parts, error } = await ask(endpoint);
    expect(error).toBeUndefined();
    const words = parts.slice(0, -2);
    expect(words.every((part) => part.type === "text-delta")).toBe(true);
    expect(parts.slice(-2)).toEqual([
      { type: "usage", usage: { in: 3, cached: 0, out: words.length } },
      { type: "finish", reason: "stop" },
    ]);
  });

  test("M7 a word is there as soon as it was sent", async () => {
    await using endpoint = await startEndpoint({ rate: 20 });
    await using client = open();
    const request = modelRequest({ baseUrl: endpoint.url });
    for await (const part of client.stream(request, never)) {
      if (part.type !== "text-delta") break;
      expect(endpoint.stats.tokensSent).toBe(1);
      break;
    }
  });

  test("M19 a connection serves reply after reply", async () => {
    await using endpoint = await startEndpoint({ rate: 0 });
    await using client = open();
    const request = modelRequest({ baseUrl: endpoint.url });
    for (let turn = 0; turn < 20; turn += 1) await collect(client.stream(request, never));
    expect(endpoint.stats).toMatchObject({ requests: 20, aborted: 0 });
    // A reply's last bytes may still be on their way when the next request leaves; and one waits in reserve.
    expect(endpoint.stats.connections).toBeLessThanOrEqual(3);
  });
});

describe("upstreams that differ", () => {
  test.each(["plain", "crlf", "one-packet", "split-packets", "gzip", "json", "no-done", "no-finish", "never-ends"])(
    "M6 M11 M12 M13 M18 %s is read like any other",
    async (fault) => {
      await using endpoint = await startEndpoint({ rate: 0 });
      const expected = await healthy(endpoint);
      const { parts, error } = await ask(endpoint, { headers: { "x-fault": fault } });
      expect(error).toBeUndefined();
      expect(spoken(parts)).toBe(expected);
      expect(parts.at(-1)).toEqual({ type: "finish", reason: "stop" });
    },
  );

  test("M18 an upstream that goes on after its finish reason is left after 250 ms", async () => {
    await using endpoint = await startEndpoint({ rate: 0, fault: "never-ends" });
    const clock = new ManualClock();
    await using client = open(clock);
    const parts = client.stream(modelRequest({ baseUrl: endpoint.url }), never)[Symbol.asyncIterator]();
    let text = "";
    while (!text.includes(".")) {
      const part = await parts.next();
      if (part.done === true || part.value.type !== "text-delta") break;
      text += part.value.text;
    }
    const rest = (async () => {
      const collected = [];
      for (let next = await parts.next(); next.done !== true; next = await parts.next()) collected.push(next.value);
      return collected;
    })();
    while (endpoint.stats.active > 0) {
      clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await rest).at(-1)).toEqual({ type: "finish", reason: "stop" });
    expect(clock.now()).toBeGreaterThanOrEqual(250);
    expect(endpoint.stats.aborted).toBe(1);
  });
});

describe("upstreams that fail", () => {
  test.each([
    ["503", "upstream-error", true],
    ["429", "rate-limited", true],
    ["500-once", "upstream-error", true],
    ["reset-before-headers", "unreachable", true],
    ["silent", "first-part-timeout", true],
    ["headers-only", "first-part-timeout", true],
    ["keep-alive-comments", "first-part-timeout", true],
    ["role-only", "first-part-timeout", true],
    ["reset-midway", "truncated", true],
    ["close-midway", "truncated", true],
    ["stall-midway", "stalled", true],
    ["malformed-chunk", "malformed", false],
    ["empty", "truncated", true],
    ["error-in-stream", "upstream-error", true],
    ["html", "not-a-stream", false],
    ["garbage", "not-a-stream", false],
    ["401", "unauthorized", false],
    ["404", "not-found", false],
    ["redirect", "not-found", false],
  ] as const)("M14 M15 M16 M17 M20 M24 M26 M27 %s ends as %s, never as a reply", async (fault, code, retryable) => {
    // Paced, because a reset throws away what was not yet read.
    await using endpoint = await startEndpoint({ rate: 300, fault });
    const timeouts = {
      ...patient,
      ...(code === "first-part-timeout" ? { firstPartMs: 60 } : {}),
      ...(code === "stalled" ? { betweenPartsMs: 200 } : {}),
    };
    const { parts, error } = await ask(endpoint, { timeouts });
    expect(error).toMatchObject({ code, retryable });
    expect(parts.some((part) => part.type === "finish")).toBe(false);
    expect(parts.length > 0).toBe(
      fault.endsWith("midway") || fault === "malformed-chunk" || fault === "error-in-stream",
    );
  });

  test("M20 an upstream that failed once is well the next time, on the same client", async () => {
    await using endpoint = await startEndpoint({ rate: 0, fault: "500-once" });
    await using client = open();
    const request = modelRequest({ baseUrl: endpoint.url });
    expect((await outcome(client.stream(request, never))).error?.code).toBe("upstream-error");
    expect((await outcome(client.stream(request, never))).error).toBeUndefined();
  });

  test("M21 the message says who, what and what to check", async () => {
    await using endpoint = await startEndpoint({ fault: "404" });
    const { error } = await ask(endpoint, { baseUrl: `${endpoint.url}?key=hush` });
    expect(error?.message).toBe(
      `custom-1 (${endpoint.url}/chat/completions) answered 404: The model "qwen9" does not exist; check base_url and model`,
    );
    expect(error).toMatchObject({ status: 404, upstream: `custom-1 (${endpoint.url}/chat/completions)` });
  });

  test("M70 how long it asks to be left alone is told with the refusal", async () => {
    const server = createHttpServer((_request, response) => {
      response.writeHead(429, { "retry-after": "7" }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await using client = open();
    const { error } = await outcome(client.stream(modelRequest({ baseUrl: `http://127.0.0.1:${port}/v1` }), never));
    expect(error).toMatchObject({ code: "rate-limited", status: 429, retryAfterMs: 7000 });
    server.closeAllConnections();
    server.close();
  });

  test("M22 a key that the upstream repeats is in no part of the error", async () => {
    await using endpoint = await startEndpoint({ fault: "echo-key" });
    const { error } = await ask(endpoint, { apiKey: "sk-very-secret" });
    expect(error?.message).toContain("the key Bearer [redacted] is not known here");
    expect(inspect(error)).not.toContain("sk-very-secret");
  });

  test("M24 a port where nothing listens is unreachable", async () => {
    const endpoint = await startEndpoint();
    await endpoint[Symbol.asyncDispose]();
    const { error } = await ask(endpoint);
    expect(error).toMatchObject({ code: "unreachable", retryable: true });
    expect(error?.message).toContain("nothing listens there");
  });

  test("M24 TLS spoken to a plain port is unreachable, and the scheme is suspected", async () => {
    await using endpoint = await startEndpoint();
    const { error } = await ask(endpoint, { baseUrl: endpoint.url.replace("http:", "https:") });
    expect(error).toMatchObject({ code: "unreachable", retryable: false });
    expect(error?.message).toContain("http or https");
  });
});

describe("time", () => {
  test("M25 a connection that does not come in time is given up", async () => {
    const clock = new ManualClock();
    await using client = createOpenAiChat({
      clock,
      allowPrivateAddresses: true,
      resolve: () => clock.advance(2000), // The resolver never answers.
    });
    const { error } = await outcome(client.stream(modelRequest({ baseUrl: "http://slow.example/v1" }), never));
    expect(error).toMatchObject({ code: "connect-timeout", retryable: true });
    expect(error?.message).toContain("accepted no connection within 2000 ms");
  });

  test("M25 a server that accepts and does not shake hands is given up", async () => {
    const clock = new ManualClock();
    const server = createServer(() => clock.advance(2000));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await using client = open(clock);
    const { error } = await outcome(client.stream(modelRequest({ baseUrl: `https://127.0.0.1:${port}/v1` }), never));
    expect(error?.code).toBe("connect-timeout");
    server.close();
  });

  test.each(["silent", "headers-only", "role-only"] as const)(
    "M26 %s is waited for as long as it is allowed, and no longer",
    async (fault) => {
      const asked = Promise.withResolvers<void>();
      await using endpoint = await startEndpoint({ fault, observe: () => asked.resolve() });
      const clock = new ManualClock();
      await using client = open(clock);
      const result = outcome(client.stream(modelRequest({ baseUrl: endpoint.url }), never));
      await asked.promise;
      clock.advance(9999);
      expect(await Promise.race([result, soon("still waiting")])).toBe("still waiting");
      clock.advance(1);
      expect((await result).error).toMatchObject({ code: "first-part-timeout" });
    },
  );

  test("M27 each part starts the time between parts again", async () => {
    await using endpoint = await startEndpoint({ rate: 0, fault: "stall-midway" });
    const clock = new ManualClock();
    await using client = open(clock);
    const parts = client.stream(modelRequest({ baseUrl: endpoint.url }), never)[Symbol.asyncIterator]();
    await parts.next();
    while (endpoint.stats.tokensSent < 4) await parts.next();
    const last = collect({ [Symbol.asyncIterator]: () => parts }).catch((error: unknown) => error);
    clock.advance(4999);
    expect(await Promise.race([last, soon("still waiting")])).toBe("still waiting");
    clock.advance(1);
    expect(await last).toMatchObject({ code: "stalled" });
  });
});
