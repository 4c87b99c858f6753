import { describe, expect, test } from "vitest";

import { createClient } from "./client.ts";

interface Call {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** A server that answers every request with this. */
function answering(
  status: number,
  body: unknown,
  options: { readonly baseUrl?: string; readonly apiKey?: string } = {},
) {
  const calls: Call[] = [];
  const client = createClient({
    baseUrl: options.baseUrl ?? "http://server",
    apiKey: options.apiKey ?? "key",
    fetch: async (url, init) => {
      init?.signal?.throwIfAborted();
      const text = typeof init?.body === "string" ? init.body : undefined;
      const headers = Object.fromEntries(new Headers(init?.headers));
      calls.push({
        url: url instanceof Request ? url.url : url.toString(),
        method: init?.method,
        headers,
        body: text && JSON.parse(text),
      });
      const empty = status === 204 || status === 304;
      return new Response(empty ? null : typeof body === "string" ? body : JSON.stringify(body), { status });
    },
  });
  return { client, calls };
}

const persona = { persona_id: "p1", persona_name: "Mara", layers: { llm: { model: "tavus-llama-4" } } };
const conversation = { conversation_id: "c1", status: "active", conversation_url: "http://server/c/c1" };

describe("the REST client", () => {
  test("sends the key and the body, and keeps every field of the answer", async () => {
    const { client, calls } = answering(200, persona);
    expect(await client.personas.create({ persona_name: "Mara" })).toEqual(persona);
    expect(calls).toEqual([
      {
        url: "http://server/v2/personas",
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/json", "x-api-key": "key" },
        body: { persona_name: "Mara" },
      },
    ]);
  });

  test("takes a base URL with a slash or a /v2 at its end", async () => {
    for (const baseUrl of ["http://server/", "http://server/v2", "http://server/v2/"]) {
      const { client, calls } = answering(200, persona, { baseUrl });
      await client.personas.get("p1");
      expect(calls[0]?.url).toBe("http://server/v2/personas/p1");
    }
  });

  test("escapes an id, so that it cannot name another path", async () => {
    const { client, calls } = answering(200, persona);
    await client.personas.get("../keys?x=1");
    expect(calls[0]?.url).toBe("http://server/v2/personas/..%2Fkeys%3Fx%3D1");
  });

  test("lists by page", async () => {
    const { client, calls } = answering(200, { data: [persona], total_count: 31 });
    const page = await client.personas.list({ limit: 1, page: 2, persona_type: "system" });
    expect(page).toEqual({ data: [persona], total_count: 31 });
    expect(calls[0]?.url).toBe("http://server/v2/personas?limit=1&page=2&persona_type=system");
  });

  test("a patch says whether anything changed", async () => {
    const operations = [{ op: "replace", path: "/system_prompt", value: "Be brief." }] as const;
    const changed = answering(200, "OK");
    expect(await changed.client.personas.patch("p1", operations)).toBe(true);
    expect(changed.calls[0]).toMatchObject({ method: "PATCH", body: operations });
    expect(await answering(304, "").client.personas.patch("p1", operations)).toBe(false);
  });

  test("deletes and ends answer nothing", async () => {
    const { client, calls } = answering(204, "");
    await client.personas.delete("p1");
    await client.conversations.end("c1");
    await client.conversations.delete("c1", { hard: true });
    expect(calls.map((call) => `${call.method} ${call.url}`)).toEqual([
      "DELETE http://server/v2/personas/p1",
      "POST http://server/v2/conversations/c1/end",
      "DELETE http://server/v2/conversations/c1?hard=true",
    ]);
  });

  test("a conversation can be read with everything that happened in it", async () => {
    const events = [{ event_type: "conversation.utterance", timestamp: "x", properties: { role: "user" } }];
    const tokens = { in: 900, cached: 600, out: 40, wasted: 12, wasted_in: 300 };
    const summaries = { count: 0, in: 0, cached: 0, out: 0 };
    const usage = { turns: 2, calls: 3, tools: 0, tokens, summaries, cost: null };
    const { client, calls } = answering(200, { ...conversation, events, usage });
    expect(await client.conversations.getVerbose("c1")).toEqual({ ...conversation, events, usage });
    expect(calls[0]?.url).toBe("http://server/v2/conversations/c1?verbose=true");
  });

  test("an interaction is one message of the protocol", async () => {
    const { client, calls } = answering(200, {});
    const message = {
      message_type: "conversation",
      event_type: "conversation.respond",
      conversation_id: "c1",
      properties: { text: "hello" },
    } as const;
    await client.interact(message);
    expect(calls[0]).toMatchObject({ url: "http://server/v2/interactions", method: "POST", body: message });
  });

  test.each([
    [400, { error: "Invalid persona_id" }, "Invalid persona_id"],
    [401, { message: "Invalid access token" }, "Invalid access token"],
    [502, "<html>", "GET /v2/personas/p1 answered 502"],
  ])("a refusal with %i speaks in the server's words", async (status, body, message) => {
    await expect(answering(status, body).client.personas.get("p1")).rejects.toMatchObject({
      name: "ReparteeError",
      status,
      message,
    });
  });

  test("an answer of another shape names the field", async () => {
    await expect(answering(200, { persona_id: 3 }).client.personas.get("p1")).rejects.toMatchObject({
      code: "bad_answer",
      message: "the server's answer is not as expected: persona_id: expected a string, got a number",
    });
  });

  test("no answer at all is unreachable, and the key is in no message", async () => {
    const client = createClient({
      baseUrl: "http://server",
      apiKey: "secret-key",
      fetch: () => Promise.reject(new TypeError("fetch failed")),
    });
    const failure = await client.personas.get("p1").catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "unreachable", status: undefined });
    expect(String(failure)).not.toContain("secret-key");
  });

  test("an aborted call rejects with the reason of the abort", async () => {
    const { client, calls } = answering(200, persona);
    const reason = new Error("left");
    await expect(client.personas.get("p1", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(calls).toEqual([]);
  });
});
