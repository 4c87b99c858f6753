import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { maxBodyBytes } from "./asking.ts";
import { KEY, openTestDoor, type TestDoorOptions } from "./testing/test-door.ts";
import type { ModelRequest } from "../ports/model-client.ts";
import type { JsonObject } from "../ports/store.ts";

const chat = "POST /v1/chat/completions";
const hello = { model: "tavus-llama-4", messages: [{ role: "user", content: "Hello" }] };

/** What reaches the model. */
async function asked(body: object, persona?: JsonObject, options?: TestDoorOptions): Promise<ModelRequest> {
  await using door = await openTestDoor(options);
  const model = persona === undefined ? {} : { model: await door.persona(persona) };
  door.model.reply("Yes.");
  const answer = await door.ask(chat, { ...hello, ...model, ...body });
  expect(answer.text).toContain("Yes.");
  expect(answer.status).toBe(200);
  return door.model.requests[0]!;
}

/** The refusal that it gets, without reaching the model. */
async function refused(body: unknown, options?: TestDoorOptions): Promise<object> {
  await using door = await openTestDoor(options);
  const answer = await door.ask(chat, body);
  door.model.assertDone();
  const { error } = answer.body as { readonly error: { readonly message: string; readonly param: string | null } };
  return { status: answer.status, param: error.param, message: error.message };
}

describe("the body", () => {
  test("O7 one that is too large is a 413, whether or not it says so itself", async () => {
    const large = JSON.stringify({ ...hello, user: "x".repeat(maxBodyBytes) });
    expect(await refused(large)).toMatchObject({ status: 413, message: expect.stringContaining("larger than") });
    await using door = await openTestDoor();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let part = 0; part < 5; part += 1) controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20));
        controller.close();
      },
    });
    const headers = { authorization: `Bearer ${KEY}` };
    const sent = { method: "POST", headers, body, duplex: "half" } as RequestInit;
    expect((await fetch(`${door.url}/v1/chat/completions`, sent)).status).toBe(413);
  });

  test.each([
    ["{", "not JSON at position 1"],
    [`{"a":${"[".repeat(70)}${"]".repeat(70)}}`, "nested deeper than 64 levels"],
    ["", "not JSON"],
  ])("O7 %s is a 400 that says where", async (body, words) => {
    expect(await refused(body)).toMatchObject({ status: 400, message: expect.stringContaining(words) });
  });

  test.each<[object, string, string]>([
    [{ messages: [] }, "messages", "messages: expected at least 1 items"],
    [{ messages: "hi" }, "messages", "messages: expected an array, got a string"],
    [{ model: 4 }, "model", "model: expected a string, got a number"],
    [{ messages: [{ role: "robot", content: "" }] }, "messages.0.role", "messages.0.role: expected one of"],
    [{ messages: [{ role: "user" }] }, "messages.0.content", "messages.0.content: is required"],
    [{ messages: [{ role: "user", content: 4 }] }, "messages.0.content", "messages.0.content: expected a string, or"],
    [{ messages: [{ role: "tool", content: "4" }] }, "messages.0.tool_call_id", "messages.0.tool_call_id: is required"],
    [{ temperature: 3 }, "temperature", "temperature: expected a number of at most 2"],
    [{ max_tokens: 0 }, "max_tokens", "max_tokens: expected a number of at least 1"],
    [{ n: 2 }, "n", "n: expected 1"],
    [{ stream: "yes" }, "stream", "stream: expected a boolean"],
    [{ tools: [{ type: "custom", custom: {} }] }, "tools.0.type", 'tools.0.type: expected one of "function"'],
    [{ tools: [{ type: "function", function: { name: "a b" } }] }, "tools.0.function.name", "tools.0.function.name: "],
  ])("O8 %j is refused by its path", async (wrong, param, words) => {
    expect(await refused({ ...hello, ...wrong })).toMatchObject({
      status: 400,
      param,
      message: expect.stringContaining(words),
    });
  });

  test("O8 null counts as left out", async () => {
    const { parameters } = await asked({
      stream: null,
      tools: null,
      stop: null,
      n: null,
      temperature: null,
      user: null,
    });
    expect(parameters).toEqual({});
  });

  test.each(["functions", "function_call", "audio", "logprobs", "top_logprobs"])(
    "O11 %s is not served",
    async (name) => {
      expect(await refused({ ...hello, [name]: [1] })).toMatchObject({ status: 400, param: name });
    },
  );

  test("O11 what is only declined is no demand", async () => {
    expect((await asked({ logprobs: false, n: 1 })).parameters).toEqual({});
  });
});

describe("messages", () => {
  test("O9 O10 every role is sent on, in the words of the model's port", async () => {
    const call = { id: "c1", type: "function", function: { name: "look", arguments: "{}" } };
    const { messages } = await asked({
      messages: [
        {
          role: "developer",
          content: [
            { type: "text", text: "Be " },
            { type: "text", text: "kind." },
          ],
        },
        { role: "user", content: "Hi", name: "ann" },
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: "c1", content: [{ type: "text", text: "two seats" }] },
        { role: "assistant", content: [{ type: "refusal", refusal: "No." }], refusal: null, tool_calls: [] },
        { role: "user", content: [{ type: "text", text: "Why?" }] },
      ],
    });
    expect(messages).toEqual([
      { role: "system", content: "Be kind." },
      { role: "user", content: "Hi", extra: { name: "ann" } },
      { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "look", arguments: "{}" }] },
      { role: "tool", content: "two seats", toolCallId: "c1" },
      { role: "assistant", content: "No." },
      { role: "user", content: "Why?" },
    ]);
  });

  const content = [
    { type: "text", text: "What is this?" },
    { type: "image_url", image_url: { url: "data:image/png;base64,AAAA", detail: "low" } },
  ];

  test("O9 images are sent as they came", async () => {
    const { messages } = await asked({ messages: [{ role: "user", content }] });
    expect(messages).toEqual([{ role: "user", content: "What is this?", extra: { content } }]);
  });

  test("O9 images are refused where the upstream takes text only, and from anybody but the user", async () => {
    const blind = { upstream: { capabilities: { vision: false } } };
    expect(await refused({ ...hello, messages: [{ role: "user", content }] }, blind)).toMatchObject({
      status: 400,
      param: "messages.0.content",
    });
    expect(await refused({ ...hello, messages: [{ role: "system", content }] })).toMatchObject({
      status: 400,
      param: "messages.0.content.1",
    });
    const standIn = { upstream: { kind: "stand-in" as const } };
    expect(await refused({ ...hello, messages: [{ role: "user", content }] }, standIn)).toMatchObject({ status: 400 });
  });
});

describe("parameters", () => {
  const many = { temperature: 0.5, max_tokens: 9, stop: ["."], metadata: { a: "b" }, store: true, top_k: 4 };

  test("O12 a model of one's own gets everything", async () => {
    const layers = { llm: { model: "mine", base_url: "http://127.0.0.1:9/v1", extra_body: { temperature: 1 } } };
    expect((await asked({ ...many, stream: false }, { layers })).parameters).toEqual(many);
  });

  test("O12 a hosted one what can do no harm", async () => {
    expect((await asked(many)).parameters).toEqual({ temperature: 0.5, max_tokens: 9, stop: ["."] });
  });
});

describe("a persona", () => {
  const look = { type: "function", function: { name: "look", description: "Looks.", parameters: { type: "object" } } };
  const mara: JsonObject = {
    system_prompt: " You are Mara. ",
    context: "The house opens at six.",
    greeting: "Hello!",
    layers: { llm: { model: "mine", base_url: "http://127.0.0.1:9/v1", api_key: "sealed:sk-1", tools: [look] } },
  };

  test("O13 comes first, with its prompt, context, tools and model; the caller follows", async () => {
    const added = { type: "function", function: { name: "book", parameters: { type: "object" }, strict: true } };
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hello" },
    ];
    const request = await asked({ messages, tools: [added] }, mara);
    expect(request.messages).toEqual([
      { role: "system", content: "You are Mara.\n\nThe house opens at six." },
      ...messages,
    ]);
    expect(request.tools).toEqual([
      { name: "look", description: "Looks.", parameters: { type: "object" } },
      { name: "book", parameters: { type: "object" }, strict: true },
    ]);
    expect(request.upstream).toMatchObject({ model: "mine", baseUrl: "http://127.0.0.1:9/v1", apiKey: "sk-1" });
  });

  test("O13 a name that two tools have is refused", async () => {
    await using door = await openTestDoor();
    const model = await door.persona(mara);
    expect(await door.ask(chat, { ...hello, model, tools: [look] })).toMatchObject({
      status: 400,
      body: { error: { param: "tools.0.function.name", message: expect.stringContaining("the persona has a tool") } },
    });
    const book = { type: "function", function: { name: "book" } };
    expect(await door.ask(chat, { ...hello, tools: [book, book] })).toMatchObject({
      status: 400,
      body: { error: { param: "tools.1.function.name" } },
    });
  });

  test("O14 in echo mode it asks no model", async () => {
    await using door = await openTestDoor();
    const model = await door.persona({ pipeline_mode: "echo" });
    expect(await door.ask(chat, { ...hello, model })).toMatchObject({
      status: 400,
      body: { error: { param: "model" } },
    });
  });

  test("O5 one whose model is gone says which", async () => {
    await using door = await openTestDoor();
    const model = await door.persona({ system_prompt: "", layers: { llm: { model: "gone" } } });
    expect(await door.ask(chat, { ...hello, model })).toMatchObject({
      status: 404,
      body: { error: { code: "model_not_found", message: expect.stringContaining('no hosted model "gone"') } },
    });
  });
});

describe("the context window", () => {
  const long = { ...hello, messages: [{ role: "user", content: "x".repeat(200) }] };

  test("O15 what is over it is refused with the counts, and not sent", async () => {
    expect(await refused(long, { window: 203 })).toEqual({
      status: 400,
      param: "messages",
      message: "messages: about 204 tokens, and the model's context window holds 203; send fewer or shorter ones",
    });
  });

  test("O15 what just fits is sent", async () => {
    expect((await asked(long, undefined, { window: 204 })).messages).toHaveLength(1);
  });

  test("O15 a persona may say how much its own model holds", async () => {
    await using door = await openTestDoor();
    const llm = { model: "mine", base_url: "http://127.0.0.1:9/v1", context: { window: 100 } };
    expect(await door.ask(chat, { ...long, model: await door.persona({ layers: { llm } }) })).toMatchObject({
      status: 400,
      body: { error: { code: "context_length_exceeded", message: expect.stringContaining("holds 100") } },
    });
  });

  test("O15 a persona's prompt and tools count", async () => {
    await using door = await openTestDoor({ window: 300 });
    const model = await door.persona({ system_prompt: "y".repeat(300) });
    expect(await door.ask(chat, { ...hello, model })).toMatchObject({
      body: { error: { code: "context_length_exceeded" } },
    });
  });
});

describe("the conversation", () => {
  test.each(["conversation-id", "conversation_id"])("O16 %s goes to the upstream", async (name) => {
    await using door = await openTestDoor();
    door.model.reply("Yes.");
    await door.ask(chat, hello, { [name]: "talk-1" });
    expect(door.model.requests).toMatchObject([{ conversationId: "talk-1" }]);
  });

  test("O16 without one each request has its own", async () => {
    await using door = await openTestDoor();
    door.model.reply("Yes.");
    door.model.reply("Yes.");
    await door.ask(chat, hello);
    await door.ask(chat, hello);
    expect(new Set(door.model.requests.map(({ conversationId }) => conversationId)).size).toBe(2);
  });

  test("O16 one that no header can carry on is refused", async () => {
    await using door = await openTestDoor();
    expect(await door.ask(chat, hello, { "conversation-id": "x".repeat(257) })).toMatchObject({
      status: 400,
      body: { error: { param: "conversation-id" } },
    });
  });
});

test("every rule of the specification has a test, and every rule that a test names is in it", () => {
  const root = new URL("../../../../", import.meta.url);
  const spec = readFileSync(new URL("docs/spec/openai.md", root), "utf8");
  const rules = [...spec.matchAll(/^\| (O\d+) /gm)].map(([, id = ""]) => id);
  const named = new Set(
    globSync("packages/server/src/{openai,store}/*.test.ts", { cwd: root })
      .map((file) => readFileSync(new URL(file, root), "utf8"))
      .flatMap((text) => text.match(/\bO\d+\b/g) ?? []),
  );
  expect(rules.length).toBeGreaterThan(20);
  expect(rules).toEqual([...new Set(rules)]);
  expect([...named].toSorted()).toEqual(rules.toSorted());
});
