import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import type { Endpoint, EndpointOptions } from "../../../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../../../bench/endpoint/reply.ts";
import { createOpenAiChat } from "./openai-chat.ts";
import type { OpenAiChatOptions } from "./openai-chat.ts";
import { collect, modelRequest, outcome, realClock } from "./testing/generation.ts";

const never = new AbortController().signal;

function open(endpoint: Endpoint, options: Partial<OpenAiChatOptions> = {}): ReturnType<typeof createOpenAiChat> {
  return createOpenAiChat({
    clock: realClock,
    allowPrivateAddresses: true,
    ...(endpoint.certificate === undefined ? {} : { authorities: endpoint.certificate }),
    ...options,
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Hears one word and aborts. */
async function abortMidway(client: ReturnType<typeof open>, endpoint: Endpoint): Promise<void> {
  const abort = new AbortController();
  const parts = client.stream(modelRequest({ baseUrl: endpoint.url }), abort.signal)[Symbol.asyncIterator]();
  await parts.next();
  abort.abort();
  await parts.next().catch(() => undefined);
}

const long = { rate: 200, replies: createReplies(undefined, 5000) } satisfies EndpointOptions;

describe.each([
  ["HTTP", {}],
  ["TLS", { secure: "http/1.1" }],
] as const)("%s: connections that wait", (_name, secure) => {
  test("M71 while a generation runs a connection waits for the next, which may begin in the moment of its abort", async () => {
    await using endpoint = await startEndpoint({ ...long, ...secure });
    let reachable = true;
    await using client = open(endpoint, {
      resolve: (_host, answer) => {
        if (reachable) answer(null, [{ address: "127.0.0.1", family: 4 }]);
      },
    });
    const request = modelRequest({ baseUrl: endpoint.url.replace("127.0.0.1", "model.local") });
    const draft = client.stream(request, never)[Symbol.asyncIterator]();
    await draft.next();
    await until(() => endpoint.stats.open === 2);
    // From here on no connection comes about.
    reachable = false;
    void draft.return?.();
    for await (const part of client.stream(request, never)) {
      expect(part.type).toBe("text-delta");
      break;
    }
    expect(endpoint.stats).toMatchObject({ connections: 2, requests: 2 });
  });

  test("M71 an aborted generation's connection is replaced", async () => {
    await using endpoint = await startEndpoint({ ...long, ...secure });
    await using client = open(endpoint);
    await abortMidway(client, endpoint);
    await until(() => endpoint.stats.connections === 3 && endpoint.stats.open === 2);
    await abortMidway(client, endpoint);
    await until(() => endpoint.stats.connections === 4 && endpoint.stats.open === 2);
    expect(endpoint.stats.requests).toBe(2);
  });

  test("M71 a generation that is aborted while its connection is made leaves that to the next", async () => {
    await using endpoint = await startEndpoint({ rate: 0, ...secure });
    await using client = open(endpoint, { spares: 0 });
    const request = modelRequest({ baseUrl: endpoint.url });
    const abort = new AbortController();
    const aborted = outcome(client.stream(request, abort.signal));
    abort.abort();
    expect((await aborted).error?.code).toBe("aborted");
    await until(() => endpoint.stats.open === 1);
    // Its handshake may still be on the way.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await collect(client.stream(request, never));
    expect(endpoint.stats).toMatchObject({ connections: 1, requests: 1 });
  });

  test("M71 M73 where many are aborted at once, at most four connections wait", async () => {
    await using endpoint = await startEndpoint({ ...long, ...secure });
    await using client = open(endpoint);
    await Promise.all(Array.from({ length: 10 }, () => abortMidway(client, endpoint)));
    await until(() => endpoint.stats.aborted === 10 && endpoint.stats.open === 4);
  });

  test("M74 a prepared connection is there before the first generation, which uses it", async () => {
    await using endpoint = await startEndpoint({ rate: 0, ...secure });
    await using client = open(endpoint);
    const request = modelRequest({ baseUrl: endpoint.url });
    client.prepare(request.upstream);
    client.prepare(request.upstream);
    await until(() => endpoint.stats.open === 1);
    await collect(client.stream(request, never));
    await until(() => endpoint.stats.connections === 2);
    expect(endpoint.stats.requests).toBe(1);
  });

  test("M73 disposing closes what waits", async () => {
    await using endpoint = await startEndpoint({ rate: 0, ...secure });
    {
      await using client = open(endpoint);
      client.prepare(modelRequest({ baseUrl: endpoint.url }).upstream);
      await until(() => endpoint.stats.open === 1);
    }
    await until(() => endpoint.stats.open === 0);
  });
});

describe("what is prepared", () => {
  test("M74 M32 an address that may not be called is not connected to", async () => {
    await using endpoint = await startEndpoint({ rate: 0 });
    let asked = 0;
    await using client = open(endpoint, {
      allowPrivateAddresses: false,
      resolve: (_host, answer) => {
        asked += 1;
        answer(null, [{ address: "127.0.0.1", family: 4 }]);
      },
    });
    client.prepare(modelRequest({ baseUrl: endpoint.url }).upstream);
    client.prepare(modelRequest({ baseUrl: endpoint.url.replace("127.0.0.1", "model.local") }).upstream);
    await until(() => asked === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(endpoint.stats.connections).toBe(0);
  });

  test.each(["", "nowhere", "ftp://host/v1"])("M74 of %j is nothing", async (baseUrl) => {
    await using endpoint = await startEndpoint();
    await using client = open(endpoint);
    expect(() => client.prepare(modelRequest({ baseUrl }).upstream)).not.toThrow();
  });
});

describe("a connection that was closed in the meantime", () => {
  /** Answers the first request of each connection; a later one closes it without a word, as a time limit would. */
  async function startForgetful(): Promise<{ readonly url: string; readonly seen: number[] } & AsyncDisposable> {
    const seen: number[] = [];
    const counts = new WeakMap<object, number>();
    const server = createServer((request, response) => {
      const count = (counts.get(request.socket) ?? 0) + 1;
      counts.set(request.socket, count);
      seen.push(count);
      if (count > 1) return void request.socket.destroy();
      response.setHeader("content-type", "text/event-stream");
      request
        .resume()
        .once("end", () => response.end('data: {"choices":[{"delta":{"content":"yes"}}]}\n\ndata: [DONE]\n\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A server that listens on a port has an address of this kind.
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}/v1`,
      seen,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  test("M75 has its request sent once more, on another", async () => {
    await using upstream = await startForgetful();
    await using client = createOpenAiChat({ clock: realClock, allowPrivateAddresses: true });
    const request = modelRequest({ baseUrl: upstream.url });
    await collect(client.stream(request, never));
    // Until the reply's connection is free again.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { parts, error } = await outcome(client.stream(request, never));
    expect({ words: parts[0], error, seen: upstream.seen }).toEqual({
      words: { type: "text-delta", text: "yes" },
      error: undefined,
      seen: [1, 2, 1],
    });
  });

  test("M75 a connection that was new is not tried again", async () => {
    await using endpoint = await startEndpoint({ fault: "reset-before-headers" });
    await using client = open(endpoint);
    const { error } = await outcome(client.stream(modelRequest({ baseUrl: endpoint.url }), never));
    expect({ code: error?.code, requests: endpoint.stats.requests }).toEqual({ code: "unreachable", requests: 1 });
  });

  test("M75 twice is enough", async () => {
    await using endpoint = await startEndpoint({ rate: 0 });
    await using client = open(endpoint);
    await collect(client.stream(modelRequest({ baseUrl: endpoint.url }), never));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const failing = modelRequest({ baseUrl: endpoint.url, headers: { "x-fault": "reset-before-headers" } });
    expect((await outcome(client.stream(failing, never))).error?.code).toBe("unreachable");
    expect(endpoint.stats.requests).toBe(3);
  });
});
