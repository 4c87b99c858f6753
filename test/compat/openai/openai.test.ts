import OpenAI, { APIError, AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProgram } from "../run-program.ts";
import { createPersona, hosted, openCompatStage, reply, slow, systemPrompt, type CompatStage } from "../stage.ts";

let stage: CompatStage;
let client: OpenAI;
let persona: string;

beforeAll(async () => {
  stage = await openCompatStage();
  client = new OpenAI({ baseURL: stage.baseUrl, apiKey: stage.apiKey, maxRetries: 0 });
  persona = await createPersona(stage.server);
});

afterAll(() => stage[Symbol.asyncDispose]());

const hello = [{ role: "user", content: "Hello" }] as const;

function ask(more: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) {
  return client.chat.completions.create({ model: hosted, messages: [...hello], ...more });
}

/** What a promise is rejected with. */
async function failure(promise: PromiseLike<unknown>): Promise<APIError> {
  const error: unknown = await promise.then(
    () => new Error("it succeeded"),
    (cause: unknown) => cause,
  );
  if (error instanceof APIError) return error;
  throw error;
}

describe("openai: answers", () => {
  test("V1 a persona answers as a stream of typed chunks, in its own role", async () => {
    const stream = await client.chat.completions.create({ model: persona, messages: [...hello], stream: true });
    let text = "";
    const reasons = [];
    for await (const chunk of stream) {
      expect(chunk).toMatchObject({ object: "chat.completion.chunk", model: persona });
      text += chunk.choices[0]?.delta.content ?? "";
      reasons.push(chunk.choices[0]?.finish_reason);
    }
    expect(text).toBe(reply);
    expect(reasons.at(-1)).toBe("stop");
    expect(stage.asked().body.messages).toEqual([{ role: "system", content: systemPrompt }, ...hello]);
  });

  test("V2 a hosted model answers whole, with its usage and the id of the request", async () => {
    const { data, request_id } = await ask().withResponse();
    expect(data).toMatchObject({
      object: "chat.completion",
      model: hosted,
      choices: [{ index: 0, message: { role: "assistant", content: reply, refusal: null }, finish_reason: "stop" }],
      usage: { completion_tokens: 3 },
    });
    expect(data.usage?.total_tokens).toBe((data.usage?.prompt_tokens ?? 0) + 3);
    expect(request_id).toMatch(/^req/);
  });

  test("V3 the helper for streams gathers the same answer, with usage where it was asked for", async () => {
    const stream = client.chat.completions.stream({
      model: hosted,
      messages: [...hello],
      stream_options: { include_usage: true },
    });
    const whole = await stream.finalChatCompletion();
    expect(whole.choices[0]?.message.content).toBe(reply);
    expect(await stream.totalUsage()).toMatchObject({ completion_tokens: 3 });
  });

  test("V4 the header conversation-id and the parameters reach the model server", async () => {
    await client.chat.completions.create(
      { model: hosted, messages: [...hello], temperature: 0.2, response_format: { type: "json_object" } },
      { headers: { "conversation-id": "call-42" } },
    );
    const { headers, body } = stage.asked();
    expect(headers["conversation-id"]).toBe("call-42");
    expect(body).toMatchObject({ temperature: 0.2, response_format: { type: "json_object" } });
  });

  test("V5 every hosted name and every persona is listed, and answered one by one", async () => {
    const ids: string[] = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toEqual(expect.arrayContaining([hosted, slow, persona]));
    expect(await client.models.retrieve(persona)).toMatchObject({ id: persona, object: "model" });
  });
});

describe("openai: tools", () => {
  const booking = { type: "object", properties: { train: { type: "string" }, from: { type: "string" } } };

  test("V6 the client's own loop runs a tool and comes back with its result", async () => {
    const model = await stage.faulty("tool-fragments");
    const called: unknown[] = [];
    const run = client.chat.completions.runTools({
      model,
      messages: [...hello],
      stream: true,
      tools: [
        {
          type: "function",
          function: {
            name: "find_booking",
            description: "Finds a booking.",
            parameters: booking,
            parse: JSON.parse,
            function: (call: object) => {
              called.push(call);
              return "Coach seven.";
            },
          },
        },
      ],
    });
    expect(await run.finalContent()).toBe(reply);
    expect(called).toEqual([{ train: "9:40", from: "Zürich" }]);
    const roles = stage.asked().body.messages?.map(({ role }) => role);
    expect(roles).toEqual(["system", "user", "assistant", "tool"]);
  });

  test("V6 without a stream the call is in the message", async () => {
    const model = await stage.faulty("tool-fragments");
    const { choices } = await ask({ model });
    expect(choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: { content: null, tool_calls: [{ type: "function", function: { name: "find_booking" } }] },
    });
  });
});

describe("openai: errors", () => {
  test("V7 a wrong key is an AuthenticationError", async () => {
    const error = await failure(wrongKey().models.list());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status: 401, code: "invalid_api_key", type: "invalid_request_error" });
  });

  test("V7 an unknown model is a NotFoundError that names those there are", async () => {
    const error = await failure(ask({ model: "gpt-9" }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ status: 404, code: "model_not_found", param: "model" });
    expect(error.message).toContain(hosted);
  });

  test("V7 a wrong request is a BadRequestError with the path of what is wrong", async () => {
    const error = await failure(ask({ temperature: 9 }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ status: 400, param: "temperature" });
  });

  test("V7 what is not served says where to go", async () => {
    const error = await failure(client.responses.create({ model: hosted, input: "Hello" }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toContain("POST /v1/chat/completions");
  });

  test("V8 an upstream's failure has a status that the client knows, and is retried by it", async () => {
    expect(await failure(ask({ model: await stage.faulty("429") }))).toBeInstanceOf(RateLimitError);
    expect(await failure(ask({ model: await stage.faulty("html") }))).toMatchObject({ status: 502 });
    const model = await stage.faulty("500-once");
    const options = { maxRetries: 1, headers: { "conversation-id": "retried" } };
    const answer = await client.chat.completions.create({ model, messages: [...hello] }, options);
    expect(answer.choices[0]?.message.content).toBe(reply);
  });

  test("V8 an answer that breaks off is thrown from the stream, not taken for whole", async () => {
    const model = await stage.faulty("reset-midway");
    const stream = await client.chat.completions.create({ model, messages: [...hello], stream: true });
    let text = "";
    const read = async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    };
    const error = await failure(read());
    expect(error.type).toBe("server_error");
    expect(text.length).toBeGreaterThan(0);
    expect(reply.startsWith(text)).toBe(true);
  });
});

describe("openai: leaving", () => {
  test("V9 a stream that is aborted ends the generation at the model server", async () => {
    const { ended } = stage.watchSlow();
    const stream = await client.chat.completions.create({ model: slow, messages: [...hello], stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    expect(await ended).toBe("aborted");
  });

  test("V9 so does a request without a stream", async () => {
    const { begun, ended } = stage.watchSlow();
    const leaving = new AbortController();
    const answer = failure(
      client.chat.completions.create({ model: slow, messages: [...hello] }, { signal: leaving.signal }),
    );
    await begun;
    leaving.abort();
    expect(await answer).toBeInstanceOf(OpenAI.APIUserAbortError);
    expect(await ended).toBe("aborted");
  });
});

test("V4 V10 the program of docs/openai.md prints what the persona says", async () => {
  const env = { REPARTEE_URL: stage.server.url, REPARTEE_API_KEY: stage.apiKey, REPARTEE_MODEL: persona };
  expect((await runProgram("openai/ask.ts", env)).trim()).toBe(reply);
  expect(stage.asked().headers["conversation-id"]).toBe("call-42");
});

function wrongKey(): OpenAI {
  return new OpenAI({ baseURL: stage.baseUrl, apiKey: "rp_wrong", maxRetries: 0 });
}
