import { spawn } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { startEndpoint } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";
import { faultNames } from "./fault.ts";
import { createReplies } from "./reply.ts";

function ask(endpoint: Endpoint, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${endpoint.url}/chat/completions`, { method: "POST", body: JSON.stringify(body), headers });
}

const messages = [{ role: "user", content: "Hello there" }];

async function events(response: Response): Promise<readonly string[]> {
  const text = await response.text();
  return text.split("\n\n").filter((event) => event !== "");
}

describe("the endpoint", () => {
  test.each([
    [{}, { continue_final_message: true, add_generation_prompt: false }],
    [{ prefix: true }, {}],
  ])("goes on from the assistant's last message where it is asked to: %j %j", async (mark, fields) => {
    await using endpoint = await startEndpoint({ rate: 0, replies: createReplies(["Sure, I can do that."]) });
    const whole = async (said: string, more: object): Promise<string> => {
      const begun = [...messages, { role: "assistant", content: said, ...mark }];
      const answer: unknown = await (await ask(endpoint, { model: "m", messages: begun, ...more })).json();
      return JSON.stringify(answer);
    };
    expect(await whole("Sure,", fields)).toContain('"I can do that."');
    expect(await whole("Okay,", fields)).toContain('"Sure, I can do that."');
    if (!("prefix" in mark)) expect(await whole("Sure,", {})).toContain('"Sure, I can do that."');
  });

  test("streams complete chunks: role, words, finish, usage, [DONE]", async () => {
    await using endpoint = await startEndpoint({ rate: 0, replies: createReplies(["One two."]) });
    const body = { model: "m", messages, stream: true, stream_options: { include_usage: true } };
    const streamed = await events(await ask(endpoint, body));
    const chunks = streamed.slice(0, -1).map((event) => JSON.parse(event.slice("data: ".length)));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta)).toEqual([
      { role: "assistant", content: "" },
      { content: "One " },
      { content: "two." },
      {},
      undefined,
    ]);
    expect(chunks[0]).toMatchObject({ id: "chatcmpl-1", object: "chat.completion.chunk", model: "m" });
    expect(chunks[3].choices[0].finish_reason).toBe("stop");
    expect(chunks[4].usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 });
    expect(streamed.at(-1)).toBe("data: [DONE]");
  });

  test("sends usage only where it was asked for", async () => {
    await using endpoint = await startEndpoint({ rate: 0 });
    expect((await events(await ask(endpoint, { messages, stream: true }))).join()).not.toContain("usage");
  });

  test("answers whole where no stream was asked for", async () => {
    await using endpoint = await startEndpoint({ replies: createReplies(["One two."]) });
    expect(await (await ask(endpoint, { messages })).json()).toMatchObject({
      choices: [{ message: { role: "assistant", content: "One two." }, finish_reason: "stop" }],
    });
  });

  test("calls tools where it is told to, in fragments, and says something else in the next round", async () => {
    const say = (asked: readonly unknown[]) =>
      asked.length === 1
        ? { text: "Let me look.", calls: [{ name: "look", arguments: '{"at":8}' }] }
        : { text: "Two." };
    await using endpoint = await startEndpoint({ rate: 0, say });
    const streamed = await events(await ask(endpoint, { messages, stream: true }));
    const chunks = streamed.slice(0, -1).map((event) => JSON.parse(event.slice("data: ".length)).choices[0]);
    expect(chunks.flatMap((chunk) => chunk.delta.tool_calls ?? [])).toEqual([
      { index: 0, id: "call_1_0", type: "function", function: { name: "look", arguments: "" } },
      { index: 0, function: { arguments: '{"at":8}' } },
    ]);
    expect(chunks.at(-1).finish_reason).toBe("tool_calls");
    const next = [...messages, { role: "tool", tool_call_id: "call_1_0", content: "two" }];
    expect(await (await ask(endpoint, { messages: next })).json()).toMatchObject({
      choices: [{ message: { content: "Two." }, finish_reason: "stop" }],
    });
  });

  test("keeps the time to the first token and the rate", async () => {
    await using endpoint = await startEndpoint({ ttftMs: 50, rate: 100, replies: createReplies(undefined, 11) });
    const began = performance.now();
    await events(await ask(endpoint, { messages, stream: true }));
    // 50 ms and ten gaps of 10 ms; a timer may be late, never early.
    expect(performance.now() - began).toBeGreaterThanOrEqual(149);
  });

  test("stops generating when the socket closes", async () => {
    const closed = Promise.withResolvers<void>();
    await using endpoint = await startEndpoint({
      rate: 1000,
      replies: createReplies(undefined, 100_000),
      observe: (event) => void (event.type === "aborted" && closed.resolve()),
    });
    const call = httpRequest(`${endpoint.url}/chat/completions`, { method: "POST" });
    call.on("error", () => undefined); // The reset is what this test makes.
    call.end(JSON.stringify({ messages, stream: true }));
    const [response] = await once(call, "response");
    await once(response, "data");
    response.on("error", () => undefined); // As above.
    call.destroy();
    await closed.promise;
    const sent = endpoint.stats.tokensSent;
    expect(endpoint.stats).toMatchObject({ active: 0, aborted: 1 });
    await (await ask(endpoint, { messages })).text();
    expect(endpoint.stats.tokensSent).toBe(sent);
  });

  test("counts, and lists its model", async () => {
    await using endpoint = await startEndpoint({ rate: 0, replies: createReplies(undefined, 7) });
    await (await ask(endpoint, { messages, stream: true })).text();
    const stats = await (await fetch(new URL("/stats", endpoint.url))).json();
    expect(stats).toMatchObject({ requests: 1, active: 0, aborted: 0, tokensSent: 7 });
    expect(await (await fetch(`${endpoint.url}/models`)).json()).toMatchObject({ data: [{ id: "bench" }] });
  });

  test("a fault is chosen by header, by the model's name, or for all; an unknown one is named", async () => {
    await using endpoint = await startEndpoint({ fault: "404" });
    expect((await ask(endpoint, { messages })).status).toBe(404);
    expect((await ask(endpoint, { messages, model: "fault:429" })).status).toBe(429);
    expect((await ask(endpoint, { messages }, { "x-fault": "401" })).status).toBe(401);
    const unknown = await ask(endpoint, { messages }, { "x-fault": "gremlin" });
    expect(unknown.status).toBe(400);
    expect(await unknown.text()).toContain(faultNames.join(", "));
  });

  test("what happens once happens once in each conversation", async () => {
    await using endpoint = await startEndpoint({ rate: 0, fault: "500-once" });
    const statuses = [];
    for (const conversation of ["a", "b", "a"]) {
      statuses.push((await ask(endpoint, { messages }, { "conversation-id": conversation })).status);
    }
    expect(statuses).toEqual([500, 500, 200]);
  });

  test("a call in fragments is answered when its result is there", async () => {
    await using endpoint = await startEndpoint({ rate: 0, fault: "tool-fragments", replies: createReplies(["Done."]) });
    const called = await (await ask(endpoint, { messages, stream: true })).text();
    expect(called).toContain("find_booking");
    expect(called).not.toContain('"id":"call');
    const after = [...messages, { role: "tool", tool_call_id: "c", content: "seat 7" }];
    expect(await (await ask(endpoint, { messages: after, stream: true })).text()).toContain("Done.");
  });

  test("a body that is no chat completion is a bad request", async () => {
    await using endpoint = await startEndpoint();
    expect((await ask(endpoint, { prompt: "hi" })).status).toBe(400);
  });

  test("five hundred streams at once keep their pace", async () => {
    await using endpoint = await startEndpoint({ rate: 100, replies: createReplies(undefined, 20) });
    const replies = await Promise.all(
      Array.from({ length: 500 }, async () => (await ask(endpoint, { messages, stream: true })).text()),
    );
    expect(replies.every((reply) => reply.endsWith("data: [DONE]\n\n"))).toBe(true);
    expect(endpoint.stats).toMatchObject({ requests: 500, active: 0, aborted: 0, tokensSent: 10_000 });
  });
});

describe("the process", () => {
  test("says where it listens, and ends on SIGTERM", async () => {
    const script = new URL("main.ts", import.meta.url).pathname;
    const calls = new URL("../data/harper-valley.jsonl", import.meta.url).pathname;
    const child = spawn(process.execPath, [script, "--ttft", "0", "--rate", "0", "--reply-file", calls]);
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const url = /^endpoint listening on (http:\/\/127\.0\.0\.1:\d+\/v1)$/.exec(String(line))?.[1];
    expect(await (await fetch(`${url}/models`)).json()).toMatchObject({ object: "list" });
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("explains a wrong option", async () => {
    const child = spawn(process.execPath, [new URL("main.ts", import.meta.url).pathname, "--rate", "fast"]);
    const [line] = await once(createInterface({ input: child.stderr }), "line");
    expect(line).toBe("error: --rate takes a number, not fast");
    expect(await once(child, "exit")).toEqual([2, null]);
  });
});
