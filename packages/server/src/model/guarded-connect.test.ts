import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import type { Resolve } from "./guarded-connect.ts";
import { createOpenAiChat } from "./openai-chat.ts";
import { modelRequest, outcome, realClock } from "./testing/generation.ts";

const never = new AbortController().signal;

/** A resolver that knows these names only. */
function names(table: Readonly<Record<string, readonly string[]>>): Resolve {
  return (host, answer) => {
    const found = table[host] ?? [];
    answer(
      null,
      found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
}

async function call(baseUrl: string, resolve?: Resolve): Promise<Awaited<ReturnType<typeof outcome>>> {
  await using client = createOpenAiChat({
    clock: realClock,
    allowPrivateAddresses: false,
    ...(resolve === undefined ? {} : { resolve }),
  });
  return await outcome(client.stream(modelRequest({ baseUrl }), never));
}

describe("a server that others can reach", () => {
  test.each([
    "http://127.0.0.1:9/v1",
    "http://[::1]:9/v1",
    "http://[::ffff:127.0.0.1]:9/v1",
    "http://2130706433:9/v1",
    "http://0x7f.1:9/v1",
    "http://169.254.169.254/latest",
    "https://10.0.0.1/v1",
  ])("M32 refuses %s", async (baseUrl) => {
    const { error } = await call(baseUrl);
    expect(error).toMatchObject({ code: "blocked-address", retryable: false });
  });

  test("M33 refuses a name that leads to a private address, and says what to do", async () => {
    const { error } = await call("http://model.example:8080/v1", names({ "model.example": ["10.0.0.3"] }));
    expect(error?.message).toBe(
      "custom-1 (http://model.example:8080/v1/chat/completions) was not called: model.example is at 10.0.0.3, a private " +
        "address, and this server, which others can reach, calls public addresses only; " +
        "use a public address, or have the operator allow private ones",
    );
  });

  test("M33 the real resolver's localhost is refused", async () => {
    await using endpoint = await startEndpoint();
    const { error } = await call(endpoint.url.replace("127.0.0.1", "localhost"));
    expect(error?.code).toBe("blocked-address");
    expect(endpoint.stats.requests).toBe(0);
  });

  test("M33 a name that resolves to nothing is unreachable", async () => {
    const { error } = await call("http://gone.example/v1", names({}));
    expect(error).toMatchObject({ code: "unreachable", retryable: false });
    expect(error?.message).toContain("there is no host of that name");
  });
});

describe("a server on loopback", () => {
  test("M32 calls local models, by name too", async () => {
    await using endpoint = await startEndpoint({ rate: 0 });
    await using client = createOpenAiChat({ clock: realClock, allowPrivateAddresses: true });
    const baseUrl = endpoint.url.replace("127.0.0.1", "model.local");
    const resolving = createOpenAiChat({
      clock: realClock,
      allowPrivateAddresses: true,
      resolve: names({ "model.local": ["127.0.0.1"] }),
    });
    await using _ = resolving;
    for (const [model, url] of [
      [client, endpoint.url],
      [resolving, baseUrl],
    ] as const) {
      const { error } = await outcome(model.stream(modelRequest({ baseUrl: url }), never));
      expect(error).toBeUndefined();
    }
  });
});
