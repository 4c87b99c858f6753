import { describe, expect, test } from "vitest";
import { ModelError, type ModelClient, type ModelErrorCode } from "../ports/model-client.ts";
import { KEY, openTestDoor } from "./testing/test-door.ts";

const hello = { model: "tavus-llama-4", messages: [{ role: "user", content: "Hello" }] };
const chat = "POST /v1/chat/completions";

describe("who may ask", () => {
  test.each<[string, Record<string, string>]>([
    ["no key", { authorization: "" }],
    ["a wrong key", { authorization: "Bearer rp_wrong" }],
    ["no bearer", { authorization: `Basic ${KEY}` }],
  ])("O1 O3 %s is a 401 in OpenAI's shape", async (_, headers) => {
    await using door = await openTestDoor();
    const { status, body } = await door.ask(chat, hello, headers);
    expect(status).toBe(401);
    expect(body).toEqual({
      error: {
        message: "no valid API key; send one as Authorization: Bearer <key>, or as x-api-key",
        type: "invalid_request_error",
        param: null,
        code: "invalid_api_key",
      },
    });
    door.model.assertDone();
  });

  test.each<Record<string, string>>([
    { authorization: `Bearer ${KEY}` },
    { authorization: `bearer  ${KEY} ` },
    { authorization: "", "x-api-key": KEY },
  ])("O1 %j is let in", async (headers) => {
    await using door = await openTestDoor();
    expect(await door.ask("GET /v1/models", undefined, headers)).toMatchObject({ status: 200 });
  });

  test("O2 a page of another origin is refused", async () => {
    await using door = await openTestDoor();
    expect(await door.ask(chat, hello, { origin: "https://evil.example" })).toMatchObject({
      status: 403,
      body: { error: { type: "invalid_request_error" } },
    });
  });

  test.each([
    ["GET /v1", 404],
    ["POST /v1/embeddings", 404],
    ["GET /v1/chat/completions", 405],
    ["DELETE /v1/models/x", 405],
  ])("O4 %s is a %i", async (line, status) => {
    await using door = await openTestDoor();
    expect(await door.ask(line)).toMatchObject({ status, body: { error: { type: "invalid_request_error" } } });
  });

  test("O4 what only begins alike is not taken", async () => {
    await using door = await openTestDoor();
    expect(await door.ask("GET /v10")).toMatchObject({ status: 418 });
  });
});

describe("models", () => {
  test("O6 hosted names, aliases and personas are listed, and each can be read", async () => {
    await using door = await openTestDoor();
    const persona = await door.persona({ persona_name: "Mara" });
    const { body } = await door.ask("GET /v1/models");
    expect(body).toMatchObject({
      object: "list",
      data: [
        { id: "tavus-llama-4", object: "model", owned_by: "operator" },
        { id: "tavus-llama", object: "model", owned_by: "operator" },
        { id: "persona:p0repartee", owned_by: "repartee" },
        { id: persona, object: "model", created: 1_795_132_800, owned_by: "workspace", name: "Mara" },
      ],
    });
    for (const id of ["tavus-llama", persona, encodeURIComponent(persona)]) {
      expect(await door.ask(`GET /v1/models/${id}`)).toMatchObject({
        status: 200,
        body: { id: decodeURIComponent(id), created: expect.any(Number) },
      });
    }
  });

  test.each(["gpt-4o", "persona:p404", "%E0%A4%A", "persona:"])(
    "O5 O6 %s is a 404 that lists the others",
    async (id) => {
      await using door = await openTestDoor();
      expect(await door.ask(`GET /v1/models/${id}`)).toMatchObject({
        status: 404,
        body: {
          error: {
            code: "model_not_found",
            message: expect.stringContaining("use one of tavus-llama-4, tavus-llama, or"),
          },
        },
      });
    },
  );

  test.each(["gpt-4o", "persona:p404"])("O5 a completion of %s is a 404 that lists the others", async (model) => {
    await using door = await openTestDoor();
    expect(await door.ask(chat, { ...hello, model })).toMatchObject({
      status: 404,
      body: { error: { param: "model", code: "model_not_found" } },
    });
  });
});

describe("a stream", () => {
  test("O17 is whole chunks with one id, the role first, then the parts, the reason, and [DONE]", async () => {
    await using door = await openTestDoor();
    door.model.reply("Hel", 'lo \u2028"you"\n');
    const { status, headers, events } = await door.ask(chat, { ...hello, stream: true });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-request-id")).toMatch(/^req/);
    const head = {
      id: "chatcmpl-3",
      object: "chat.completion.chunk",
      created: expect.any(Number),
      model: "tavus-llama-4",
    };
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      ...head,
      choices: [{ index: 0, delta, finish_reason }],
    });
    expect(events).toEqual([
      chunk({ role: "assistant", content: "" }),
      chunk({ content: "Hel" }),
      chunk({ content: 'lo \u2028"you"\n' }),
      chunk({}, "stop"),
      "[DONE]",
    ]);
    door.model.assertDone();
  });

  test("O18 usage stands in a chunk of its own, where it was asked for", async () => {
    await using door = await openTestDoor();
    door.model.expect(
      { type: "text-delta", text: "Yes." },
      { type: "usage", usage: { in: 7, cached: 3, out: 2 } },
      { type: "finish", reason: "stop" },
    );
    const { events } = await door.ask(chat, { ...hello, stream: true, stream_options: { include_usage: true } });
    expect(events.slice(0, 3)).toMatchObject([{ usage: null }, { usage: null }, { usage: null }]);
    expect(events.at(-2)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9, prompt_tokens_details: { cached_tokens: 3 } },
    });
    expect(events.at(-1)).toBe("[DONE]");
  });

  test("O19 thinking and tool calls are deltas of their own", async () => {
    await using door = await openTestDoor();
    door.model.expect(
      { type: "served", name: "tavus-llama-4", model: "llama", via: "here" },
      { type: "notice", code: "fallback", message: "another answers" },
      { type: "reasoning-delta", text: "Hm." },
      { type: "tool-call", id: "c1", name: "look", arguments: '{"at":1}' },
      { type: "tool-call", id: "c2", name: "look", arguments: '{"at":2}' },
      { type: "finish", reason: "stop" },
    );
    const { events } = await door.ask(chat, { ...hello, stream: true });
    const call = (index: number, at: number) => ({
      index,
      id: `c${at}`,
      type: "function",
      function: { name: "look", arguments: `{"at":${at}}` },
    });
    expect(events).toMatchObject([
      { choices: [{ delta: { role: "assistant" } }] },
      { choices: [{ delta: { reasoning_content: "Hm." } }] },
      { choices: [{ delta: { tool_calls: [call(0, 1)] } }] },
      { choices: [{ delta: { tool_calls: [call(1, 2)] } }] },
      { choices: [{ delta: {}, finish_reason: "tool_calls" }] },
      "[DONE]",
    ]);
  });

  test("O21 a proper end without words is an empty answer", async () => {
    await using door = await openTestDoor();
    door.model.reply();
    const { events } = await door.ask(chat, { ...hello, stream: true });
    expect(events).toMatchObject([
      { choices: [{ delta: { role: "assistant", content: "" } }] },
      { choices: [{ delta: {}, finish_reason: "stop" }] },
      "[DONE]",
    ]);
  });

  test("O24 what breaks in the middle is an error event, and no [DONE] follows", async () => {
    await using door = await openTestDoor();
    door.model
      .expect()
      .text("Hel")
      .release(new ModelError("stalled", "llama stopped for 5000 ms", { upstream: "llama" }));
    const { status, events } = await door.ask(chat, { ...hello, stream: true });
    expect(status).toBe(200);
    expect(events.slice(1)).toMatchObject([
      { choices: [{ delta: { content: "Hel" }, finish_reason: null }] },
      { error: { message: "llama stopped for 5000 ms", type: "server_error", param: null, code: "model_stalled" } },
    ]);
  });

  test("O24 a model that ends without a finish is broken off, not finished", async () => {
    await using door = await openTestDoor();
    const call = door.model.expect();
    const answer = door.ask(chat, { ...hello, stream: true });
    await call.started;
    call.text("Hel");
    await call.return();
    const { events } = await answer;
    expect(events.at(-1)).toMatchObject({ error: { code: "model_truncated" } });
  });
});

describe("a whole answer", () => {
  test("O20 O22 is one completion with the upstream's usage", async () => {
    await using door = await openTestDoor();
    door.model.expect(
      { type: "reasoning-delta", text: "Hm." },
      { type: "text-delta", text: "Yes" },
      { type: "text-delta", text: "." },
      { type: "usage", usage: { in: 7, cached: 0, out: 2 } },
      { type: "finish", reason: "length" },
    );
    const { headers, body } = await door.ask(chat, hello);
    expect(headers.get("content-type")).toBe("application/json");
    expect(body).toEqual({
      id: "chatcmpl-3",
      object: "chat.completion",
      created: expect.any(Number),
      model: "tavus-llama-4",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "Yes.", reasoning_content: "Hm.", refusal: null },
          finish_reason: "length",
        },
      ],
      usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9, prompt_tokens_details: { cached_tokens: 0 } },
    });
  });

  test("O19 O20 tool calls without words have no content", async () => {
    await using door = await openTestDoor();
    door.model.expect(
      { type: "tool-call", id: "c1", name: "look", arguments: "{}" },
      { type: "finish", reason: "tool_calls" },
    );
    expect((await door.ask(chat, hello)).body).toMatchObject({
      choices: [
        {
          message: {
            content: null,
            tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: "{}" } }],
          },
          finish_reason: "tool_calls",
        },
      ],
    });
  });

  test("O22 what the upstream does not count is estimated", async () => {
    await using door = await openTestDoor();
    door.model.reply("12345678");
    const { body } = await door.ask(chat, hello);
    expect(body).toMatchObject({ usage: { prompt_tokens: 4 + 2, completion_tokens: 2 } });
  });

  test("O31 a whole answer is asked for as one", async () => {
    await using door = await openTestDoor();
    for (const stream of [false, true]) {
      door.model.reply("Yes.");
      await door.ask(chat, { ...hello, stream });
    }
    expect(door.model.requests.map(({ whole }) => whole)).toEqual([true, undefined]);
  });

  test("O24 half an answer is an error", async () => {
    await using door = await openTestDoor();
    door.model
      .expect()
      .text("Hel")
      .release(new ModelError("truncated", "broke off", { upstream: "llama" }));
    expect(await door.ask(chat, hello)).toMatchObject({ status: 502, body: { error: { code: "model_truncated" } } });
  });
});

describe("O23 what fails before the first part has a status", () => {
  test.each<[ModelErrorCode, number, string]>([
    ["unreachable", 502, "model_unreachable"],
    ["connect-timeout", 504, "model_unreachable"],
    ["first-part-timeout", 504, "model_timeout"],
    ["unauthorized", 502, "model_unauthorized"],
    ["not-found", 502, "model_not_found"],
    ["rate-limited", 429, "model_rate_limited"],
    ["bad-request", 400, "model_bad_request"],
    ["upstream-error", 502, "model_failed"],
    ["not-a-stream", 502, "model_not_a_stream"],
    ["malformed", 502, "model_malformed"],
    ["truncated", 502, "model_truncated"],
    ["blocked-address", 502, "model_blocked_address"],
  ])("%s is a %i, streamed or not", async (code, status, told) => {
    await using door = await openTestDoor();
    for (const stream of [true, false]) {
      door.model.expect(new ModelError(code, "it said no", { upstream: "llama" }));
      const { headers, ...answer } = await door.ask(chat, { ...hello, stream });
      expect(answer).toMatchObject({ status, body: { error: { message: "it said no", code: told } } });
      expect(headers.get("retry-after")).toBeNull();
    }
  });

  test("an upstream that asks to wait is passed on", async () => {
    await using door = await openTestDoor();
    door.model.expect(new ModelError("rate-limited", "slow down", { upstream: "llama", retryAfterMs: 1200 }));
    const { status, headers, body } = await door.ask(chat, { ...hello, stream: true });
    expect({ status, wait: headers.get("retry-after") }).toEqual({ status: 429, wait: "2" });
    expect(body).toMatchObject({ error: { type: "rate_limit_error" } });
  });

  test("O15 an upstream that could not read so much says it in OpenAI's code", async () => {
    await using door = await openTestDoor();
    const words = "llama answered 400: This model's maximum context length is 8192 tokens";
    door.model.expect(new ModelError("bad-request", words, { upstream: "llama" }));
    expect((await door.ask(chat, hello)).body).toMatchObject({ error: { code: "context_length_exceeded" } });
  });

  test("O25 a fault of our own is told to the log", async () => {
    await using door = await openTestDoor();
    door.model.expect(new Error("a secret of the house"));
    const { status, text } = await door.ask(chat, { ...hello, stream: true });
    expect(status).toBe(500);
    expect(text).not.toContain("secret");
    expect(door.logged).toEqual(["a request of /v1 failed"]);
  });
});

describe("time and memory", () => {
  test("O26 a caller who leaves before headers ends the generation", async () => {
    await using door = await openTestDoor();
    const call = door.model.expect();
    const { request, response } = door.open({ ...hello, stream: true });
    const lost = response.catch(() => "gone");
    await call.started;
    request.destroy();
    await call.untilCancelled;
    expect(await lost).toBe("gone");
    expect(door.logged).toEqual([]);
  });

  test.each([true, false])(
    "O26 a caller who leaves in the middle ends the generation, streamed: %s",
    async (stream) => {
      await using door = await openTestDoor();
      const call = door.model.expect();
      const { request, response } = door.open({ ...hello, stream });
      response.catch(() => undefined);
      await call.started;
      call.text("Hel");
      if (stream) (await response).once("error", () => undefined);
      request.destroy();
      await call.untilCancelled;
      expect(door.logged).toEqual([]);
    },
  );

  test("O27 a caller who does not read holds the generation, and gets all of it when they do", async () => {
    const text = "x".repeat(100_000);
    let made = 0;
    const client: ModelClient = {
      async *stream() {
        for (; made < 400; made += 1) yield { type: "text-delta", text };
        yield { type: "finish", reason: "stop" };
      },
    };
    await using door = await openTestDoor({ client });
    const answer = await door.open({ ...hello, stream: true }).response;
    answer.pause();
    // Until the sockets' buffers are full it goes on, and then no further.
    for (let last = -1; last !== made;) {
      last = made;
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(made).toBeLessThan(300);
    let read = 0;
    for await (const chunk of answer) read += Buffer.from(chunk).byteLength;
    expect(made).toBe(400);
    expect(read).toBeGreaterThan(400 * text.length);
  });

  test("O29 a server that stops waits for answers, and breaks off what does not end", async () => {
    await using door = await openTestDoor();
    const call = door.model.expect();
    const answer = door.ask(chat, { ...hello, stream: true });
    await call.started;
    call.text("Hel");
    await door.door.close(1);
    const { events } = await answer;
    expect(events.at(-1)).toMatchObject({ error: { type: "server_error" } });
    await door.door.close(1);
  });
});
