import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEndpoint, type Endpoint, type EndpointEvent } from "../../bench/endpoint/endpoint.ts";
import type { JsonObject } from "../../packages/server/src/ports/store.ts";
import { API_KEY } from "./testing/live-socket.ts";
import { startServer, type TestServer } from "./testing/running-server.ts";
import { createFolder, type Folder } from "./testing/server-process.ts";

// The configurations of docs/examples, as they stand there but for their addresses.

const bearer = { authorization: `Bearer ${API_KEY}` };

let endpoint: Endpoint;
let folder: Folder;
const seen: Extract<EndpointEvent, { type: "request" }>[] = [];

beforeAll(async () => {
  folder = createFolder();
  endpoint = await startEndpoint({ rate: 0, observe: (event) => event.type === "request" && seen.push(event) });
});

afterAll(async () => {
  await endpoint[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function example(name: string, baseUrl = endpoint.url): string {
  const text = readFileSync(new URL(`../../docs/examples/${name}`, import.meta.url), "utf8");
  return text.replaceAll(/"base_url": "[^"]+"/g, `"base_url": ${JSON.stringify(baseUrl)}`);
}

function start(config: string): Promise<TestServer> {
  const path = folder.write("repartee.config.json", config);
  return startServer({ folder: folder.path, args: ["--config", path], env: { OPENAI_API_KEY: "sk-example" } });
}

/** Creates the persona of an example and asks it something: how the turn ended, and what it said. */
async function talk(server: TestServer, persona: string) {
  const created = await server.ask("POST /v2/personas", JSON.parse(persona));
  expect(created.status).toBe(200);
  const { persona_id } = created.body;
  const conversation = await server.ask("POST /v2/conversations", { persona_id });
  const { conversation_id: id } = conversation.body;
  if (typeof id !== "string") throw new Error("a conversation without an id");
  const live = server.dial(id);
  live.socket.once("open", () => live.send("conversation.user.turn_end", { text: "What do you do?" }));
  const completed = await live.until("conversation.turn.completed");
  const warnings = live.of("conversation.warning").map((frame) => frame.properties.code);
  live.close();
  const { outcome, tokens, cost } = completed.properties;
  return { outcome, warnings, lines: (await server.verbose(id)).lines, tokens, cost };
}

/** What `/v1` has cost in all, by `/metrics`. */
async function costOfV1(server: TestServer): Promise<number> {
  const response = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${API_KEY}` } });
  const line = /^repartee_cost_total\{[^}]*use="v1"\} (\S+)$/m.exec(await response.text());
  return Number(line?.[1]);
}

describe("the configurations of docs/examples", () => {
  test("G18 one server for a hosted name, and a persona that asks for it", async () => {
    await using server = await start(example("one-server.config.json"));
    seen.length = 0;
    const { outcome, lines } = await talk(server, example("hosted-persona.json"));
    expect(outcome).toBe("completed");
    expect(lines[1]).toMatch(/^assistant: \w/);
    const asked = seen.filter(({ headers }) => headers["conversation-id"] !== "repartee-warm-up").at(-1);
    expect(asked?.headers["authorization"]).toBe("Bearer sk-example");
    expect(JSON.parse(asked?.body ?? "")).toMatchObject({ model: "gpt-4.1-mini", temperature: 0.7, top_p: 0.9 });
  }, 30_000);

  test("G18 a custom LLM", async () => {
    await using server = await start("{}");
    seen.length = 0;
    const { outcome, lines } = await talk(server, example("custom-persona.json"));
    expect(outcome).toBe("completed");
    expect(lines[1]).toMatch(/^assistant: \w/);
    const asked = seen.filter(({ headers }) => headers["conversation-id"] !== "repartee-warm-up").at(-1);
    expect(asked?.path).toContain("/v1/chat/completions?api-version=1");
    expect(asked?.headers).toMatchObject({ authorization: "Bearer your-key", "x-team": "stories" });
    expect(JSON.parse(asked?.body ?? "")).toMatchObject({ model: "your-model", temperature: 0.5, max_tokens: 200 });
  }, 30_000);

  test("G18 M57 C15 several servers, both ill, and the name that answers in their place, at its price", async () => {
    await using ill = await startEndpoint({ rate: 0, fault: "503" });
    const healthy: JsonObject = JSON.parse(example("several-servers.config.json")) as JsonObject;
    const text = JSON.stringify(healthy).replaceAll(/("upstreams":\[)(.*?)(\])/g, (all) =>
      all.replaceAll(endpoint.url, ill.url),
    );
    await using server = await start(text);
    const { outcome, warnings, lines, tokens, cost } = await talk(server, example("hosted-persona.json"));
    expect({ outcome, warnings }).toEqual({ outcome: "completed", warnings: ["fallback"] });
    expect(cost).toBeCloseTo(((tokens.in - tokens.cached) * 2.5 + tokens.cached * 1.25 + tokens.out * 10) / 1e6, 9);
    expect(lines[1]).toMatch(/^assistant: \w/);
    const { body } = await server.ask("GET /v2/hosted-models");
    expect(body["data"]).toMatchObject([
      { name: "tavus-llama-4", upstreams: [{ state: "failing" }, { state: "failing" }], fallbacks: ["tavus-gpt-4o"] },
      { name: "tavus-gpt-4o", upstreams: [{ state: "ok" }], price: { in: 2.5, cached: 1.25, out: 10 } },
      { name: "tavus-gpt-4o-mini", state: "mapped" },
    ]);
    const messages = [{ role: "user", content: "And you?" }];
    const answered = await server.ask("POST /v1/chat/completions", { model: "tavus-llama-4", messages }, bearer);
    expect(answered.body["usage"]).toMatchObject({ prompt_tokens_details: { cached_tokens: 0 } });
    const { prompt_tokens: sent, completion_tokens: out } = answered.body["usage"] as Record<string, number>;
    expect(await costOfV1(server)).toBeCloseTo(((sent ?? 0) * 2.5 + (out ?? 0) * 10) / 1e6, 9);
  }, 30_000);
});
