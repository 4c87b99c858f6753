import { APIStatusError, initializeLogger, llm, voice } from "@livekit/agents";
import * as openai from "@livekit/agents-plugin-openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { runProgram } from "../run-program.ts";
import { createPersona, hosted, openCompatStage, reply, slow, systemPrompt, type CompatStage } from "../stage.ts";

let stage: CompatStage;
let persona: string;

beforeAll(async () => {
  initializeLogger({ pretty: false, level: "silent" });
  stage = await openCompatStage();
  persona = await createPersona(stage.server);
});

afterAll(() => stage[Symbol.asyncDispose]());

function modelOf(model: string, apiKey = stage.apiKey): openai.LLM {
  return new openai.LLM({ baseURL: stage.baseUrl, apiKey, model });
}

const connOptions = { maxRetry: 0, retryIntervalMs: 0, timeoutMs: 10_000 };

function chatWith(model: openai.LLM, toolCtx?: llm.ToolContextLike) {
  const chatCtx = llm.ChatContext.empty();
  chatCtx.addMessage({ role: "user", content: "Hello" });
  return model.chat({ chatCtx, connOptions, ...(toolCtx === undefined ? {} : { toolCtx }) });
}

/** Everything that a model says, and the error that it tells of: its stream itself only ends. */
async function hear(model: openai.LLM, toolCtx?: llm.ToolContextLike) {
  const errors: Error[] = [];
  model.on("error", ({ error }) => void errors.push(error));
  const chunks: llm.ChatChunk[] = [];
  for await (const chunk of chatWith(model, toolCtx)) chunks.push(chunk);
  return {
    text: chunks.map(({ delta }) => delta?.content ?? "").join(""),
    calls: chunks.flatMap(({ delta }) => delta?.toolCalls ?? []),
    usage: chunks.findLast(({ usage }) => usage !== undefined)?.usage,
    error: errors.at(-1),
  };
}

describe("livekit: answers", () => {
  test("V1 V3 a persona streams, in its own role, with its usage", async () => {
    const { text, usage, error } = await hear(modelOf(persona));
    expect({ text, error }).toEqual({ text: reply, error: undefined });
    expect(usage).toMatchObject({ completionTokens: 3, promptCachedTokens: 0 });
    expect(stage.asked().body.messages).toMatchObject([
      { role: "system", content: systemPrompt },
      { content: "Hello" },
    ]);
  });

  test("V5 the request that warms it finds the list of models", async () => {
    const model = new openai.LLM({ baseURL: stage.baseUrl, apiKey: stage.apiKey, model: hosted });
    // `prewarm` swallows every failure: this is what it calls.
    await expect(model["_prewarmImpl"](new AbortController().signal)).resolves.toBeUndefined();
    await expect(modelOf(hosted, "rp_wrong")["_prewarmImpl"](new AbortController().signal)).rejects.toThrow("401");
  });
});

describe("livekit: tools", () => {
  const called: unknown[] = [];
  const find_booking = llm.tool({
    name: "find_booking",
    description: "Finds a booking.",
    parameters: z.object({ train: z.string(), from: z.string() }),
    execute: async (call) => {
      called.push(call);
      return "Coach seven.";
    },
  });

  test("V6 a call comes whole", async () => {
    const { calls } = await hear(modelOf(await stage.faulty("tool-fragments")), [find_booking]);
    expect(calls.map(({ name, args }) => ({ name, args: JSON.parse(args) as unknown }))).toEqual([
      { name: "find_booking", args: { train: "9:40", from: "Zürich" } },
    ]);
  });

  test("V6 an agent's session runs the tool and says what comes of it", async () => {
    called.length = 0;
    const session = new voice.AgentSession({ llm: modelOf(await stage.faulty("tool-fragments")), vad: null });
    await session.start({
      agent: new voice.Agent({ instructions: "Be brief.", tools: [find_booking] }),
      record: false,
    });
    const run = session.run({ userInput: "Where do I sit?" });
    await run.wait();
    const texts = run.events.flatMap((event) => (event.type === "message" ? [event.item.textContent] : []));
    expect(texts).toEqual([reply]);
    expect(called).toEqual([{ train: "9:40", from: "Zürich" }]);
    expect(stage.asked().body.messages?.at(-1)).toMatchObject({
      role: "tool",
      content: expect.stringContaining("seven"),
    });
    await session.close();
  });
});

describe("livekit: errors", () => {
  test("V7 a wrong key, an unknown model and a wrong request are an APIStatusError, not to be retried", async () => {
    const key = await hear(modelOf(hosted, "rp_wrong"));
    expect(key.error).toBeInstanceOf(APIStatusError);
    expect(key.error).toMatchObject({ statusCode: 401, retryable: false });
    const unknown = await hear(modelOf("gpt-9"));
    expect(unknown.error).toMatchObject({ statusCode: 404, retryable: false });
    expect(unknown.error?.message).toContain(hosted);
    const options = { baseURL: stage.baseUrl, apiKey: stage.apiKey, model: hosted, temperature: 9 };
    const wrong = await hear(new openai.LLM(options));
    expect(wrong.error).toMatchObject({ statusCode: 400, retryable: false });
  });

  test("V8 an upstream's failure is one that is worth another try", async () => {
    for (const [fault, statusCode] of [
      ["429", 429],
      ["html", 502],
    ] as const) {
      const { text, error } = await hear(modelOf(await stage.faulty(fault)));
      expect({ text, error }).toMatchObject({ text: "", error: { statusCode, retryable: true } });
    }
  });

  test("V8 an answer that breaks off is told, not taken for whole", async () => {
    const { text, error } = await hear(modelOf(await stage.faulty("reset-midway")));
    expect(reply.startsWith(text) && text.length < reply.length).toBe(true);
    expect(error?.message).toContain("broke off");
  });
});

test("V9 a stream that is closed ends the generation at the model server", async () => {
  const { ended } = stage.watchSlow();
  const stream = chatWith(modelOf(slow));
  for await (const { delta } of stream) if (delta?.content) stream.close();
  expect(await ended).toBe("aborted");
});

test("V4 V10 the program of docs/openai.md prints what the persona says", async () => {
  const env = { REPARTEE_URL: stage.server.url, REPARTEE_API_KEY: stage.apiKey, REPARTEE_MODEL: persona };
  expect((await runProgram("livekit/ask.ts", env)).trim()).toBe(reply);
  const { headers, body } = stage.asked();
  expect(headers["conversation-id"]).toBe("call-42");
  expect(body.messages?.map(({ content }) => content)).toEqual([
    systemPrompt,
    "Answer in one sentence.",
    "Who are you?",
  ]);
});
