import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEndpoint, type Endpoint, type Saying } from "../../bench/endpoint/endpoint.ts";
import { API_KEY, type LiveSocket } from "./testing/live-socket.ts";
import { startServer, type TestServer } from "./testing/running-server.ts";
import { createFolder, type Folder } from "./testing/server-process.ts";

interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string } }[];
}

const booking = {
  type: "function",
  function: {
    name: "book",
    description: "Books a table.",
    parameters: { type: "object", properties: { seats: { type: "integer" } }, required: ["seats"] },
  },
  "x-repartee": { timeout_ms: 700 },
};
const weather = { type: "function", function: { name: "weather" }, "x-repartee": { effect: "read" } };

const book = (seats: unknown): { name: string; arguments: string } => ({
  name: "book",
  arguments: JSON.stringify({ seats }),
});

/** Says in each round what the user asked for: the last message and the number of results since decide. */
function say(given: readonly unknown[]): Saying {
  const messages = given as readonly Message[];
  asked.push(messages);
  const user = messages.findLastIndex((message) => message.role === "user");
  const words = messages[user]?.content ?? "";
  const results = messages.slice(user + 1).filter((message) => message.role === "tool");
  const told = results.map((message) => message.content).join(" and ");
  if (words === "both") {
    return results.length === 0
      ? { calls: [book(2), { name: "weather", arguments: "{}" }] }
      : { text: `It is ${told}.` };
  }
  if (words === "twice") {
    return results.length < 2 ? { text: "One moment.", calls: [book(results.length + 1)] } : { text: `Done: ${told}.` };
  }
  if (words === "wrongly") {
    return results.length < 2 ? { calls: [book("two")] } : { text: "I cannot book it." };
  }
  if (words.startsWith("A table for two at eight")) {
    const find = { name: "find_table", arguments: '{"when":"20:00","seats":2}' };
    return results.length === 0 ? { calls: [find] } : { text: `I found ${told}.` };
  }
  if (words === "a table" || words === "the weather") {
    const call = words === "a table" ? book(2) : { name: "weather", arguments: "{}" };
    return results.length === 0 ? { text: "One moment.", calls: [call] } : { text: `I hear: ${told}.` };
  }
  return { text: "Of course." };
}

let asked: (readonly Message[])[] = [];
let folder: Folder;
let server: TestServer;
let endpoint: Endpoint;

beforeAll(async () => {
  folder = createFolder();
  [server, endpoint] = await Promise.all([
    startServer({ folder: folder.path, env: { REPARTEE_DETECT: "off" } }),
    startEndpoint({ rate: 0, say }),
  ]);
}, 30_000);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function talk(query?: string): Promise<LiveSocket> {
  asked = [];
  const { id } = await server.converse({ model: "bench", base_url: endpoint.url, tools: [booking, weather] });
  const live = server.dial(id, query === undefined ? {} : { query });
  await live.until("system.hello");
  return live;
}

function answer(live: LiveSocket, callId: string | undefined, output: unknown): void {
  live.send("conversation.tool_result", { tool_call_id: callId, output });
}

/** The last request, one line for each message. */
function lastAsked(): readonly string[] {
  return (asked.at(-1) ?? []).map(({ role, content, tool_calls: calls = [] }) =>
    [`${role}: ${content ?? ""}`, ...calls.map((call) => call.function.name)].join(" "),
  );
}

describe("tools over the live channel, with a real server and a real model server", { timeout: 30_000 }, () => {
  test("L36 a round trip, over two rounds, in one turn", async () => {
    const live = await talk();
    live.send("conversation.respond", { text: "twice" });
    const first = await live.until("conversation.tool_call");
    expect(first.properties).toMatchObject({ name: "book", arguments: '{"seats":1}' });
    answer(live, first.properties.tool_call_id, { ok: true });
    const second = await live.until("conversation.tool_call", (call) => call.seq > first.seq);
    expect(second.inference_id).toBe(first.inference_id);
    answer(live, second.properties.tool_call_id, "booked");
    const { properties } = await live.until("conversation.turn.completed");
    expect(properties).toMatchObject({ outcome: "completed", tools: 2, calls: 3 });
    const replica = live.of("conversation.utterance").find((frame) => frame.properties.role === "replica");
    expect(replica?.properties.speech).toBe('One moment. One moment. Done: {"ok":true} and booked.');
    expect(lastAsked()).toEqual([
      "system: You are Mara.",
      "user: twice",
      "assistant: One moment. book",
      'tool: {"ok":true}',
      "assistant: One moment. book",
      "tool: booked",
    ]);
    live.close();
  });

  test("L36 parallel calls, answered in any order", async () => {
    const live = await talk();
    live.send("conversation.respond", { text: "both" });
    await live.until("conversation.tool_call", (call) => call.properties.name === "weather");
    const [one, other] = live.of("conversation.tool_call");
    expect([one?.properties.name, other?.properties.name]).toEqual(["book", "weather"]);
    answer(live, other?.properties.tool_call_id, "sunny");
    answer(live, one?.properties.tool_call_id, "booked");
    await live.until("conversation.turn.completed");
    expect(
      live
        .of("conversation.replica.delta")
        .map((frame) => frame.properties.text)
        .join(""),
    ).toBe("It is booked and sunny.");
    live.close();
  });

  test("L35 a tool that does not answer in its time: the client is told, and the turn goes on", async () => {
    const live = await talk();
    live.send("conversation.respond", { text: "a table" });
    const call = await live.until("conversation.tool_call");
    const error = await live.until("conversation.error");
    expect(error.properties).toMatchObject({ code: "tool_timeout", tool_call_id: call.properties.tool_call_id });
    expect((await live.until("conversation.turn.completed")).properties).toMatchObject({ outcome: "completed" });
    expect(lastAsked().at(-1)).toBe("tool: Error: no result came within 0.7 s; whether it was done is not known");
    live.close();
  });

  test("L35 arguments that do not fit its schema: back to the model once, then the client is told", async () => {
    const live = await talk();
    live.send("conversation.respond", { text: "wrongly" });
    expect((await live.until("conversation.turn.completed")).properties).toMatchObject({ tools: 0, calls: 3 });
    expect(live.of("conversation.tool_call")).toEqual([]);
    expect(live.of("conversation.error").map((frame) => frame.properties.code)).toEqual(["tool_arguments_invalid"]);
    expect(lastAsked()[3]).toBe(
      "tool: Error: this call was not made: seats must be integer. Correct the call and make it again, or go on without it.",
    );
    live.close();
  });

  test("L36 barge-in while a tool runs: the next turn is answered at once, and the result is kept", async () => {
    const live = await talk();
    live.send("conversation.respond", { text: "a table" });
    const call = await live.until("conversation.tool_call");
    live.send("conversation.respond", { text: "hello?" });
    await live.until("conversation.turn.completed", (turn) => turn.turn_idx === 2);
    expect(live.of("conversation.turn.completed").map((turn) => turn.properties.outcome)).toEqual([
      "interrupted",
      "completed",
    ]);
    answer(live, call.properties.tool_call_id, "booked");
    live.send("conversation.respond", { text: "well?" });
    await live.until("conversation.turn.completed", (turn) => turn.turn_idx === 3);
    expect(lastAsked()).toEqual([
      "system: You are Mara.",
      "user: a table",
      "assistant: One moment.",
      "user: hello?",
      "assistant: Of course.",
      "assistant:  book",
      "tool: booked",
      "user: well?",
    ]);
    expect(live.of("conversation.tool_call")).toHaveLength(1);
    live.close();
  });

  test("L36 the example of the guide answers its tool", async () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const guide = readFileSync(`${root}docs/tools.md`, "utf8");
    const [, definition = ""] = /```json\n([^`]+)```/u.exec(guide) ?? [];
    const [, code = ""] = /```js\n([^`]*(?:`[^`\n]*`[^`]*)*?)```/u.exec(guide) ?? [];
    const llm = { model: "bench", base_url: endpoint.url, tools: [JSON.parse(definition)] };
    const { id } = await server.converse(llm);
    const env = { ...process.env, REPARTEE_URL: server.url, REPARTEE_API_KEY: API_KEY, CONVERSATION_ID: id };
    const args = ["--conditions=repartee", "--input-type=module", "--eval", code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env, timeout: 20_000 });
    expect(stdout).toContain('replica: I found {"when":"20:00","free":["window","garden"]}.');
  });

  test("L34 a read is called while the user still speaks, for whoever asked for it", async () => {
    const live = await talk("turns=client&features=read_tools");
    live.send("conversation.user.transcript", { text: "the weather", stability: 1 });
    const call = await live.until("conversation.tool_call");
    expect(call.properties).toMatchObject({ name: "weather", prepared: true });
    answer(live, call.properties.tool_call_id, "sunny");
    live.send("conversation.user.turn_end");
    const { properties } = await live.until("conversation.turn.completed");
    expect(properties).toMatchObject({ tools: 1, calls: 2, drafts: { adopted: 1 } });
    expect(live.of("conversation.tool_call")).toHaveLength(1);
    expect(
      live
        .of("conversation.replica.delta")
        .map((frame) => frame.properties.text)
        .join(""),
    ).toBe("One moment. I hear: sunny.");
    live.close();
  });
});
