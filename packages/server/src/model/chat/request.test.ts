import { describe, expect, test } from "vitest";
import { ModelError } from "../../ports/model-client.ts";
import { modelRequest } from "../testing/generation.ts";
import { buildChatRequest } from "./request.ts";

const baseUrl = "https://host/v1";

function bodyOf(...request: Parameters<typeof modelRequest>): unknown {
  return JSON.parse(buildChatRequest(modelRequest({ baseUrl, ...request[0] }, request[1])).body);
}

function headersOf(upstream: Parameters<typeof modelRequest>[0]): Readonly<Record<string, string>> {
  return buildChatRequest(modelRequest({ baseUrl, ...upstream })).headers;
}

describe("headers", () => {
  test("M2 a key travels as a bearer, the conversation as conversation-id", () => {
    expect(headersOf({ apiKey: "sk-1" })).toEqual({
      "content-type": "application/json",
      accept: "text/event-stream",
      "user-agent": "repartee",
      authorization: "Bearer sk-1",
      "conversation-id": "c0123456789abcdef",
    });
  });

  test("M2 without a key there is no authorization", () => {
    expect(headersOf({})).not.toHaveProperty("authorization");
    expect(headersOf({ apiKey: "" })).not.toHaveProperty("authorization");
  });

  test("M2 the persona's headers come last, in any case", () => {
    const headers = headersOf({ apiKey: "sk-1", headers: { AUTHORIZATION: "Basic abc", "X-Team": "red" } });
    expect(headers).toMatchObject({ authorization: "Basic abc", "x-team": "red" });
  });

  test.each(["Host", "content-length", "Transfer-Encoding", "connection"])("M2 %s stays the connection's", (name) => {
    expect(headersOf({ headers: { [name]: "1" } })).not.toHaveProperty(name.toLowerCase());
  });
});

describe("body", () => {
  test("M3 is streamed, with usage, and without tools where there are none", () => {
    expect(bodyOf()).toEqual({
      model: "bench",
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: "user", content: "Hello there" }],
    });
  });

  test("M3 carries tools and their calls in OpenAI's form", () => {
    const body = bodyOf(
      {},
      {
        messages: [
          { role: "assistant", content: "", toolCalls: [{ id: "call_1", name: "look_up", arguments: '{"q":1}' }] },
          { role: "tool", content: "found", toolCallId: "call_1" },
        ],
        tools: [{ name: "look_up", description: "Looks up", parameters: { type: "object" } }],
      },
    );
    expect(body).toMatchObject({
      messages: [
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "call_1", type: "function", function: { name: "look_up", arguments: '{"q":1}' } }],
        },
        { role: "tool", tool_call_id: "call_1", content: "found" },
      ],
      tools: [
        { type: "function", function: { name: "look_up", description: "Looks up", parameters: { type: "object" } } },
      ],
    });
  });

  test("M3 extra_body sets model, stream_options and whatever else, but not messages, stream, tools or n", () => {
    const extraBody = {
      model: "other",
      stream_options: null,
      max_tokens: 9,
      top_k: 3,
      messages: [],
      stream: false,
      tools: [1],
      n: 2,
    };
    expect(bodyOf({ extraBody })).toEqual({
      model: "other",
      stream: true,
      stream_options: null,
      messages: [{ role: "user", content: "Hello there" }],
      max_tokens: 9,
      top_k: 3,
    });
  });

  test("M3 what one request asks for itself wins over extra_body, within the same bounds", () => {
    const parameters = { temperature: 0, stop: ["."], stream: false };
    expect(bodyOf({ extraBody: { temperature: 1, top_k: 3 } }, { parameters })).toMatchObject({
      stream: true,
      temperature: 0,
      stop: ["."],
      top_k: 3,
    });
  });

  test("M3 what else stands in a message, and a tool's strictness, are sent as they are", () => {
    const content = [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }];
    const messages = [{ role: "user" as const, content: "", extra: { content, name: "ann" } }];
    expect(bodyOf({}, { messages, tools: [{ name: "look_up", strict: true }] })).toMatchObject({
      messages: [{ role: "user", content, name: "ann" }],
      tools: [{ type: "function", function: { name: "look_up", strict: true } }],
    });
  });

  test("M62 usage is not asked of who never counts, and tools are left out with what belongs to them", () => {
    const parameters = { stream_options: { include_usage: true }, tool_choice: "auto", seed: 1 };
    const request = { parameters, tools: [{ name: "look_up" }] };
    expect(bodyOf({ capabilities: { usage: "never", tools: false } }, request)).toEqual({
      model: "bench",
      stream: true,
      messages: [{ role: "user", content: "Hello there" }],
      seed: 1,
    });
  });

  test("M62 messages of the system stand where the upstream takes them", () => {
    const messages = [
      { role: "user", content: "Hi" },
      { role: "system", content: "Be brief." },
    ] as const;
    expect(bodyOf({ capabilities: { systemMessages: "first" } }, { messages })).toMatchObject({
      messages: [messages[1], messages[0]],
    });
  });

  test("M4 the same request gives the same bytes", () => {
    const build = (): string => buildChatRequest(modelRequest({ baseUrl, extraBody: { a: 1, b: 2 } })).body;
    expect(build()).toBe(build());
  });
});

describe("what cannot be sent", () => {
  function problemOf(upstream: Parameters<typeof modelRequest>[0]): ModelError {
    try {
      buildChatRequest(modelRequest({ baseUrl, ...upstream }));
    } catch (error) {
      if (error instanceof ModelError) return error;
    }
    throw new Error("the request was built");
  }

  test("M5 a base_url that is no address is a bad request", () => {
    expect(problemOf({ baseUrl: "nowhere" })).toMatchObject({
      code: "bad-request",
      message: "custom-1 was not called: base_url is not an address; it looks like https://host/v1",
    });
  });

  test("M5 M22 a broken key is a bad request that does not repeat it", () => {
    const error = problemOf({ apiKey: "sk-first\nsecond" });
    expect(error.code).toBe("bad-request");
    expect(error.message).toContain("header authorization");
    expect(error.message).not.toContain("sk-first");
  });

  test("M5 a broken header name is a bad request", () => {
    expect(problemOf({ headers: { "a b": "c" } }).message).toContain('"a b" is not a name for a header');
  });
});
