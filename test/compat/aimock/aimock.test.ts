import { LLMock } from "@copilotkit/aimock";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { API_KEY, type LiveSocket } from "../../e2e/testing/live-socket.ts";
import { startServer, type TestServer } from "../../e2e/testing/running-server.ts";
import { createFolder, type Folder } from "../../e2e/testing/server-process.ts";
import { createPersona, hosted, systemPrompt } from "../stage.ts";

// The other direction: a model server that others wrote, behind a persona and behind a hosted name.

const findBooking = {
  type: "function",
  function: { name: "find_booking", parameters: { type: "object", properties: { train: { type: "string" } } } },
};

let mock: LLMock;
let folder: Folder;
let server: TestServer;
let persona: string;

beforeAll(async () => {
  mock = new LLMock({ port: 0 });
  await mock.start();
  folder = createFolder();
  const models = { [hosted]: { base_url: `${mock.url}/v1`, model: "gpt-4o" } };
  const config = folder.write("repartee.config.json", JSON.stringify({ models }));
  server = await startServer({ folder: folder.path, args: ["--config", config] });
  const llm = { model: "gpt-4o-mini", base_url: `${mock.url}/v1`, api_key: "sk-mock", tools: [findBooking] };
  persona = await createPersona(server, llm);
});

afterEach(() => {
  mock.clearFixtures();
  mock.clearRequests();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await mock.stop();
  folder[Symbol.dispose]();
});

/** Calls `find_booking` when asked about a seat, and says where it is when it has the answer. */
function answerWithTool(): void {
  mock.on({ hasToolResult: true }, { content: "You sit in coach seven." });
  mock.onMessage("seat", { toolCalls: [{ id: "call_1", name: "find_booking", arguments: '{"train":"9:40"}' }] });
}

const chat = "POST /v1/chat/completions";

function ask(content: string, model = persona) {
  return server.ask(chat, { model, messages: [{ role: "user", content }] });
}

/** The events of a stream, each as its JSON, `[DONE]` as itself. */
async function stream(content: string, model = persona): Promise<readonly unknown[]> {
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({
      model,
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: "user", content }],
    }),
  });
  expect(response.status).toBe(200);
  const events = [...(await response.text()).matchAll(/^data: ([^\n]*)\n\n/gm)].map(([, event = ""]) => event);
  return events.map((event): unknown => (event === "[DONE]" ? event : JSON.parse(event)));
}

/** What one member of the deltas comes to. */
function gather(events: readonly unknown[], member: "content" | "reasoning_content"): string {
  const chunks = events as readonly {
    readonly choices?: readonly { readonly delta: Readonly<Record<string, unknown>> }[];
  }[];
  return chunks
    .flatMap(({ choices }) => choices ?? [])
    .reduce((text, { delta }) => text + String(delta[member] ?? ""), "");
}

describe("aimock behind /v1", () => {
  test("V11 its stream comes through: role, words, reason, usage, [DONE]", async () => {
    mock.onMessage("terrace", { content: "The terrace is open until ten." }, { chunkSize: 4 });
    const events = await stream("Is the terrace open?");
    expect(gather(events, "content")).toBe("The terrace is open until ten.");
    expect(events.at(-1)).toBe("[DONE]");
    expect(events.at(-2)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } });
    expect(events.at(-3)).toMatchObject({ choices: [{ finish_reason: "stop" }] });
    const asked = mock.getLastRequest();
    expect(asked?.body).toMatchObject({
      model: "gpt-4o-mini",
      messages: [{ role: "system", content: systemPrompt }, { role: "user" }],
      tools: [{ function: { name: "find_booking" } }],
    });
    // It keeps no keys, and says only that there was one.
    expect(asked?.headers).toMatchObject({ authorization: "[REDACTED]" });
  });

  test("V11 a hosted name answers whole, with the usage that it counted", async () => {
    const usage = { prompt_tokens: 21, completion_tokens: 7, total_tokens: 28 };
    mock.onMessage("terrace", { content: "Until ten.", usage, finishReason: "length" });
    expect((await ask("Is the terrace open?", hosted)).body).toMatchObject({
      choices: [{ message: { content: "Until ten." }, finish_reason: "length" }],
      usage,
    });
  });

  test("V11 its thoughts are kept apart from what it says", async () => {
    mock.onMessage("terrace", { content: "Until ten.", reasoning: "They mean tonight." });
    const events = await stream("Is the terrace open?");
    expect(gather(events, "reasoning_content")).toBe("They mean tonight.");
    expect(gather(events, "content")).toBe("Until ten.");
  });

  test("V12 a call of a tool goes to the caller, and its result back", async () => {
    answerWithTool();
    const user = { role: "user", content: "Where is my seat?" };
    const { body } = await server.ask(chat, { model: persona, messages: [user] });
    const call = { id: "call_1", type: "function", function: { name: "find_booking", arguments: '{"train":"9:40"}' } };
    expect(body).toMatchObject({
      choices: [{ finish_reason: "tool_calls", message: { content: null, tool_calls: [call] } }],
    });
    const result = { role: "tool", tool_call_id: "call_1", content: "coach seven" };
    const spoken = { role: "assistant", content: null, tool_calls: [call] };
    const answered = await server.ask(chat, { model: persona, messages: [user, spoken, result] });
    expect(answered.body).toMatchObject({
      choices: [{ finish_reason: "stop", message: { content: "You sit in coach seven." } }],
    });
  });

  test("V12 words and two calls of one answer come in order, each call whole", async () => {
    const toolCalls = ["9:40", "11:15"].map((train, index) => ({
      id: `call_${index}`,
      name: "find_booking",
      arguments: JSON.stringify({ train }),
    }));
    mock.onMessage("seats", { content: "Let me look.", toolCalls }, { chunkSize: 5 });
    const events = await stream("Where are my seats?");
    expect(gather(events, "content")).toBe("Let me look.");
    expect(events.filter((event) => JSON.stringify(event).includes('tool_calls":'))).toMatchObject(
      toolCalls.map(({ id, name, arguments: text }, index) => ({
        choices: [{ delta: { tool_calls: [{ index, id, function: { name, arguments: text } }] } }],
      })),
    );
    expect(events.at(-3)).toMatchObject({ choices: [{ finish_reason: "tool_calls" }] });
  });

  test.each([
    [429, 429, "model_rate_limited"],
    [401, 502, "model_unauthorized"],
    [400, 400, "model_bad_request"],
    [503, 502, "model_failed"],
  ])("V13 its %i is told as %i %s, in its own words", async (status, told, code) => {
    mock.onMessage("terrace", { error: { message: "not today" }, status });
    const answer = await ask("Is the terrace open?");
    expect(answer.status).toBe(told);
    expect(answer.body).toMatchObject({ error: { code, message: expect.stringContaining("not today") } });
  });

  test("V13 an answer of it that breaks off is an error event without [DONE]", async () => {
    mock.onMessage(
      "terrace",
      { content: "The terrace is open until ten." },
      { chunkSize: 4, truncateAfterChunks: 4, streamingProfile: { ttft: 5, tps: 200 } },
    );
    const events = await stream("Is the terrace open?");
    expect(events.at(-1)).toMatchObject({ error: { type: "server_error" } });
    expect("The terrace is open until ten.".startsWith(gather(events, "content"))).toBe(true);
  });
});

describe("aimock behind the live channel", () => {
  async function talk(text: string): Promise<LiveSocket> {
    const created = await server.ask("POST /v2/conversations", { persona_id: persona.replace("persona:", "") });
    const live = server.dial(String(created.body["conversation_id"]));
    await live.until("system.hello");
    live.send("conversation.user.turn_end", { text });
    return live;
  }

  function said(live: LiveSocket): string {
    return live.of("conversation.replica.delta").reduce((text, frame) => text + frame.properties.text, "");
  }

  test("V14 a turn is spoken", async () => {
    mock.onMessage("terrace", { content: "The terrace is open until ten." }, { chunkSize: 4 });
    const live = await talk("Is the terrace open?");
    expect((await live.until("conversation.turn.completed")).properties.outcome).toBe("completed");
    expect(said(live)).toBe("The terrace is open until ten.");
    live.close();
  });

  test("V15 a tool is called, answered and spoken of, within one turn", async () => {
    answerWithTool();
    const live = await talk("Where is my seat?");
    const { properties } = await live.until("conversation.tool_call");
    expect(properties).toMatchObject({ name: "find_booking", arguments: '{"train":"9:40"}' });
    live.send("conversation.tool_result", { tool_call_id: properties.tool_call_id, output: "coach seven" });
    expect((await live.until("conversation.turn.completed")).properties).toMatchObject({
      outcome: "completed",
      tools: 1,
    });
    expect(said(live)).toContain("You sit in coach seven.");
    live.close();
  });

  test("V16 a failure of it fails the turn, and says why", async () => {
    mock.onMessage("terrace", { error: { message: "not today" }, status: 401 });
    const live = await talk("Is the terrace open?");
    expect((await live.until("conversation.turn.completed")).properties.outcome).toBe("failed");
    expect(live.of("conversation.error")[0]?.properties).toMatchObject({ code: "model_unauthorized", status: 401 });
    live.close();
  });
});
