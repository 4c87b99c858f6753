import { afterAll, beforeAll, expect, test } from "vitest";
import { startEndpoint, type Endpoint, type EndpointEvent } from "../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../bench/endpoint/reply.ts";
import type { JsonObject } from "../../packages/server/src/ports/store.ts";
import { API_KEY } from "./testing/live-socket.ts";
import { startServer, type TestServer } from "./testing/running-server.ts";
import { createFolder, type Folder } from "./testing/server-process.ts";

// The OpenAI door of the real process, in front of a real upstream. The rules are those of docs/spec/openai.md.

let folder: Folder;
let server: TestServer;
let upstream: Endpoint;
const seen: EndpointEvent[] = [];

beforeAll(async () => {
  folder = createFolder();
  upstream = await startEndpoint({
    rate: 0,
    replies: createReplies(["One two three."]),
    observe: (event) => void seen.push(event),
  });
  const models = { "tavus-llama-4": { base_url: upstream.url, model: "bench" } };
  const config = folder.write("repartee.config.json", JSON.stringify({ models }));
  server = await startServer({ folder: folder.path, args: ["--config", config] });
}, 30_000);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function complete(body: object, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "conversation-id": "talk-1" },
    body: JSON.stringify({ model: "tavus-llama-4", messages: [{ role: "user", content: "Hello" }], ...body }),
    ...init,
  });
}

/** The name under which a persona with this model is asked. */
async function persona(llm: JsonObject): Promise<string> {
  const made = await server.ask("POST /v2/personas", { system_prompt: "You are Mara.", layers: { llm } });
  const { persona_id: id } = made.body;
  if (typeof id !== "string") throw new Error(`no persona: ${JSON.stringify(made)}`);
  return `persona:${id}`;
}

function chunksOf(text: string): readonly string[] {
  return [...text.matchAll(/^data: ([^\n]*)\n\n/gm)].map(([, event = ""]) => event);
}

test("O12 O16 O17 a hosted model streams, and is asked in the caller's words", async () => {
  const answer = await complete({ stream: true, temperature: 0.5, metadata: { a: "b" } });
  expect(answer.headers.get("content-type")).toContain("text/event-stream");
  const events = chunksOf(await answer.text());
  expect(events.at(-1)).toBe("[DONE]");
  expect(events.slice(1, 4).join("")).toContain("One ");
  const request = seen.findLast((event) => event.type === "request");
  expect(request?.headers["conversation-id"]).toBe("talk-1");
  const body: unknown = JSON.parse(request?.body ?? "");
  expect(body).toMatchObject({ model: "bench", stream: true, temperature: 0.5, messages: [{ content: "Hello" }] });
  expect(body).not.toHaveProperty("metadata");
});

test("O13 O20 O22 a persona answers whole, with its own prompt before the caller's words", async () => {
  const llm = { model: "mine", base_url: upstream.url, api_key: "sk-mine" };
  const model = await persona(llm);
  const answer = await complete({ model });
  expect(await answer.json()).toMatchObject({
    object: "chat.completion",
    model,
    choices: [{ message: { role: "assistant", content: "One two three." }, finish_reason: "stop" }],
    usage: { completion_tokens: 3 },
  });
  const request = seen.findLast((event) => event.type === "request");
  expect(request?.headers.authorization).toBe("Bearer sk-mine");
  expect(JSON.parse(request?.body ?? "")).toMatchObject({
    model: "mine",
    messages: [
      { role: "system", content: "You are Mara." },
      { role: "user", content: "Hello" },
    ],
  });
  const models = await server.ask("GET /v1/models");
  expect(JSON.stringify(models.body)).toContain(model);
});

test("O23 O24 an upstream that fails is told as such, before its first word and after", async () => {
  await using ill = await startEndpoint({ rate: 0, fault: "429" });
  await using broken = await startEndpoint({ rate: 50, fault: "reset-midway" });
  for (const [base_url, status] of [
    [ill.url, 429],
    [broken.url, 200],
  ] as const) {
    const answer = await complete({ model: await persona({ model: "ill", base_url }), stream: true });
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).toContain('"error"');
    expect(text).not.toContain("[DONE]");
    expect(text).not.toContain('"finish_reason":"stop"');
  }
});

test("O26 a caller who leaves ends the upstream's generation", async () => {
  const gone = Promise.withResolvers<EndpointEvent["type"]>();
  await using slow = await startEndpoint({
    rate: 20,
    replies: createReplies(["word ".repeat(200)]),
    observe: (event) => {
      if (event.type !== "request") gone.resolve(event.type);
    },
  });
  const leaving = new AbortController();
  const model = await persona({ model: "slow", base_url: slow.url });
  const answer = await complete({ model, stream: true }, { signal: leaving.signal });
  await answer.body?.getReader().read();
  leaving.abort();
  expect(await gone.promise).toBe("aborted");
});

test("O29 a server that is told to stop finishes the answer it is giving", async () => {
  using place = createFolder();
  await using slow = await startEndpoint({ rate: 20, replies: createReplies(["One two three four five six."]) });
  const config = place.write(
    "repartee.config.json",
    JSON.stringify({ models: { "tavus-llama-4": { base_url: slow.url, model: "bench" } } }),
  );
  await using other = await startServer({ folder: place.path, args: ["--config", config] });
  const answer = await fetch(`${other.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({ model: "tavus-llama-4", stream: true, messages: [{ role: "user", content: "Hello" }] }),
  });
  other.command.signal("SIGTERM");
  const events = chunksOf(await answer.text());
  expect(events.at(-1)).toBe("[DONE]");
  expect(await other.command.result).toMatchObject({ code: 0 });
}, 30_000);
