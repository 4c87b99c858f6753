import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText, isStepCount, Output, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { runProgram } from "../run-program.ts";
import { createPersona, hosted, openCompatStage, reply, slow, systemPrompt, type CompatStage } from "../stage.ts";

let stage: CompatStage;
let persona: string;

beforeAll(async () => {
  stage = await openCompatStage();
  persona = await createPersona(stage.server);
});

afterAll(() => stage[Symbol.asyncDispose]());

function modelOf(id: string, apiKey = stage.apiKey) {
  const options = { name: "repartee", includeUsage: true, supportsStructuredOutputs: true };
  return createOpenAICompatible({ ...options, baseURL: stage.baseUrl, apiKey })(id);
}

/** What a promise is rejected with. */
async function failure(promise: PromiseLike<unknown>): Promise<APICallError> {
  const error: unknown = await promise.then(
    () => new Error("it succeeded"),
    (cause: unknown) => cause,
  );
  if (APICallError.isInstance(error)) return error;
  throw error;
}

const prompt = "Hello";
const maxRetries = 0;

describe("ai-sdk: answers", () => {
  test("V1 V3 a persona streams, in its own role, with its usage", async () => {
    const result = streamText({ model: modelOf(persona), prompt, maxRetries });
    let text = "";
    for await (const part of result.textStream) text += part;
    expect(text).toBe(reply);
    expect(await result.finishReason).toBe("stop");
    expect(await result.usage).toMatchObject({ outputTokens: 3, inputTokens: expect.any(Number) });
    expect(stage.asked().body.messages).toMatchObject([{ role: "system", content: systemPrompt }, { content: prompt }]);
  });

  test("V2 V3 a hosted model answers whole, with its usage", async () => {
    const { text, finishReason, usage, response } = await generateText({ model: modelOf(hosted), prompt, maxRetries });
    expect({ text, finishReason }).toEqual({ text: reply, finishReason: "stop" });
    expect(usage.outputTokens).toBe(3);
    expect(response.modelId).toBe(hosted);
  });

  test("V4 the header conversation-id and the parameters reach the model server", async () => {
    const headers = { "conversation-id": "call-42" };
    await generateText({ model: modelOf(hosted), prompt, headers, temperature: 0.2, seed: 7, maxRetries });
    expect(stage.asked().headers["conversation-id"]).toBe("call-42");
    expect(stage.asked().body).toMatchObject({ temperature: 0.2, seed: 7 });
  });

  test("V4 so does the schema of an object", async () => {
    const output = Output.object({ schema: z.object({ seats: z.number() }) });
    const asking = generateText({ model: modelOf(hosted), prompt, output, maxRetries });
    // The model of this test talks of something else: what matters is what it was asked.
    await asking.then(
      ({ text }) => text,
      () => undefined,
    );
    expect(stage.asked().body).toMatchObject({ response_format: { type: "json_schema", json_schema: {} } });
  });
});

describe("ai-sdk: tools", () => {
  const called: unknown[] = [];
  const tools = {
    find_booking: tool({
      description: "Finds a booking.",
      inputSchema: z.object({ train: z.string(), from: z.string() }),
      execute: (call) => {
        called.push(call);
        return "Coach seven.";
      },
    }),
  };

  test.each(["streamed", "whole"])("V6 its loop runs a tool and comes back with its result, %s", async (how) => {
    called.length = 0;
    const model = modelOf(await stage.faulty("tool-fragments"));
    const call = { model, prompt, tools, stopWhen: isStepCount(3), maxRetries };
    const text = how === "whole" ? (await generateText(call)).text : await streamText(call).text;
    expect(text).toBe(reply);
    expect(called).toEqual([{ train: "9:40", from: "Zürich" }]);
    expect(stage.asked().body.messages?.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool"]);
  });
});

describe("ai-sdk: errors", () => {
  test("V7 a wrong key, an unknown model and a wrong request are an APICallError with our words", async () => {
    const key = await failure(generateText({ model: modelOf(hosted, "rp_wrong"), prompt, maxRetries }));
    expect(key).toMatchObject({ statusCode: 401, isRetryable: false });
    expect(key.message).toContain("no valid API key");
    const unknown = await failure(generateText({ model: modelOf("gpt-9"), prompt, maxRetries }));
    expect(unknown).toMatchObject({ statusCode: 404 });
    expect(unknown.message).toContain(hosted);
    const wrong = await failure(generateText({ model: modelOf(hosted), prompt, temperature: 9, maxRetries }));
    expect(wrong).toMatchObject({ statusCode: 400 });
    expect(wrong.message).toContain("temperature");
  });

  test("V8 an upstream's failure is one that is worth another try", async () => {
    for (const [fault, statusCode] of [
      ["429", 429],
      ["html", 502],
    ] as const) {
      const error = await failure(generateText({ model: modelOf(await stage.faulty(fault)), prompt, maxRetries }));
      expect(error).toMatchObject({ statusCode, isRetryable: true });
    }
  });

  test("V8 an answer that breaks off is an error of the stream, and no finish", async () => {
    const errors: unknown[] = [];
    const model = modelOf(await stage.faulty("reset-midway"));
    const result = streamText({ model, prompt, maxRetries, onError: ({ error }) => void errors.push(error) });
    const types: string[] = [];
    const reasons: unknown[] = [];
    for await (const part of result.fullStream) {
      types.push(part.type);
      if (part.type === "finish") reasons.push(part.finishReason);
    }
    expect(types).toContain("error");
    expect(reasons).not.toContain("stop");
    expect(JSON.stringify(errors)).toContain("broke off");
  });
});

test("V9 a stream that is aborted ends the generation at the model server", async () => {
  const { ended } = stage.watchSlow();
  const leaving = new AbortController();
  const result = streamText({ model: modelOf(slow), prompt, abortSignal: leaving.signal, maxRetries });
  for await (const part of result.fullStream) if (part.type === "text-delta") leaving.abort();
  expect(await ended).toBe("aborted");
});

test("V4 V10 the program of docs/openai.md prints what the persona says", async () => {
  const env = { REPARTEE_URL: stage.server.url, REPARTEE_API_KEY: stage.apiKey, REPARTEE_MODEL: persona };
  expect((await runProgram("ai-sdk/ask.ts", env)).trim()).toBe(reply);
  expect(stage.asked().headers["conversation-id"]).toBe("call-42");
});
