import { describe, expect, test } from "vitest";
import { createSystemClock } from "../system/clock.ts";
import { openReplayEndpoint, type EndpointOptions, type ReplayEndpoint } from "./endpoint.ts";
import { createReplies } from "./replies.ts";
import { createVirtualClock } from "./testing/virtual-clock.ts";

const replies = createReplies({ texts: ["One two three."], answers: new Map() });
const messages = [{ role: "user", content: "Hello there" }];

function open(given: Partial<EndpointOptions> = {}): Promise<ReplayEndpoint> {
  return openReplayEndpoint({ clock: createVirtualClock(), replies, ttftMs: 400, rate: 50, ...given });
}

function ask(endpoint: ReplayEndpoint, body: unknown, signal?: AbortSignal): Promise<Response> {
  const init = { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
  return fetch(`${endpoint.url}/chat/completions`, { ...init, ...(signal === undefined ? {} : { signal }) });
}

async function events(response: Response): Promise<readonly string[]> {
  const text = await response.text();
  return text.split("\n\n").flatMap((event) => (event === "" ? [] : [event.slice("data: ".length)]));
}

describe("Y8 the model that stands in", () => {
  test("streams complete chunks: role, a word each, finish, usage where it was asked for, [DONE]", async () => {
    await using endpoint = await open();
    const body = { model: "m", messages, stream: true, stream_options: { include_usage: true } };
    const all = await events(await ask(endpoint, body));
    const chunks = all.slice(0, -1).map((one) => JSON.parse(one));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content)).toEqual([
      "",
      "One ",
      "two ",
      "three.",
      undefined,
      undefined,
    ]);
    expect(chunks[4].choices[0].finish_reason).toBe("stop");
    expect(chunks[5].usage).toEqual({ prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 });
    expect(all.at(-1)).toBe("[DONE]");
    expect((await events(await ask(endpoint, { messages, stream: true }))).join()).not.toContain("usage");
  });

  test("the first token comes after its time, each other one after its own", async () => {
    const clock = createVirtualClock();
    await using endpoint = await open({ clock });
    await events(await ask(endpoint, { messages, stream: true }));
    expect(clock.now()).toBe(440);
  });

  test("answers whole where no stream was asked for, and to parts of a message", async () => {
    await using endpoint = await open();
    const parts = [{ role: "user", content: [{ type: "text", text: "Hello" }] }];
    expect(await (await ask(endpoint, { messages: parts })).json()).toMatchObject({
      choices: [{ message: { role: "assistant", content: "One two three." }, finish_reason: "stop" }],
    });
  });

  test.each(["", "{", "{}", '{"messages":[]}', '{"messages":[{"content":"no role"}]}'])(
    "what is no request is a 400: %s",
    async (body) => {
      await using endpoint = await open();
      const response = await ask(endpoint, body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error" } });
    },
  );

  test("lists its model; elsewhere there is nothing", async () => {
    await using endpoint = await open();
    expect(await (await fetch(`${endpoint.url}/models`)).json()).toMatchObject({ data: [{ id: "replay" }] });
    expect((await fetch(`${endpoint.url}/elsewhere`)).status).toBe(404);
  });

  test.each([0, 1])("whoever leaves with %i tokens heard ends it: no timer is left", async (heard) => {
    const waiting = new Set<() => void>();
    const system = createSystemClock();
    const clock = {
      now: () => system.now(),
      after(ms: number, run: () => void) {
        const cancel = system.after(ms, () => {
          waiting.delete(run);
          run();
        });
        waiting.add(run);
        return () => {
          waiting.delete(run);
          cancel();
          if (waiting.size === 0) idle.resolve();
        };
      },
    };
    const idle = Promise.withResolvers<void>();
    await using endpoint = await open({ clock, ttftMs: heard === 0 ? 60_000 : 0, rate: 0.01 });
    const abort = new AbortController();
    const response = await ask(endpoint, { messages, stream: true }, abort.signal);
    const reader = response.body!.getReader();
    if (heard > 0) await reader.read();
    abort.abort();
    await expect(reader.read()).rejects.toThrow();
    await idle.promise;
    expect(waiting.size).toBe(0);
  });
});
