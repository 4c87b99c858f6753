import { describe, expect, test } from "vitest";
import { collect, modelRequest } from "../model/testing/generation.ts";
import { ModelError, type ModelPart } from "../ports/model-client.ts";
import { heardParts, toModelRequest } from "./generation-request.ts";
import { openStage } from "./testing/session-stage.ts";

const { upstream } = modelRequest();
const start = { type: "model-start", purpose: "reply", draftId: "i1", round: 0, messages: [], tools: [] } as const;
const usage = { in: 10, cached: 4, out: 1 };

async function* partsOf(...parts: readonly ModelPart[]): AsyncGenerator<ModelPart> {
  for (const part of parts) yield await Promise.resolve(part);
}

const text = (words: string): ModelPart => ({ type: "text-delta", text: words });
const finish: ModelPart = { type: "finish", reason: "stop" };

describe("R45 an answer that goes on", () => {
  test("is asked for with what was said already", () => {
    expect(toModelRequest({ ...start, continueFrom: "Okay," }, upstream, "c1").continueFrom).toBe("Okay,");
    expect(toModelRequest(start, upstream, "c1")).not.toHaveProperty("continueFrom");
  });

  test("is heard without a repetition of it, and whole before its tools and its end", async () => {
    const heard = (...parts: readonly ModelPart[]): Promise<ModelPart[]> =>
      collect(heardParts({ ...start, continueFrom: "Okay," }, partsOf(...parts)));
    expect(await heard(text("Ok"), text("ay, wh"), text("at?"), finish)).toEqual([text("wh"), text("at?"), finish]);
    expect(await heard(text("Ok"), text("ayish"), finish)).toEqual([text("Okayish"), finish]);
    const call: ModelPart = { type: "tool-call", id: "t1", name: "look", arguments: "{}" };
    expect(await heard(text("Ok"), call, finish)).toEqual([text("Ok"), call, finish]);
    expect(await heard(text("Okay"), { type: "usage", usage }, finish)).toEqual([{ type: "usage", usage }, finish]);
  });
});

describe("R46 a request that warms", () => {
  const warm = { ...start, purpose: "warm" } as const;

  test("asks for one token of the name itself, and has a minute", () => {
    const many = { ...upstream, hurryMs: 300, others: [upstream], fallbacks: [upstream] };
    const request = toModelRequest(warm, many, "c1");
    expect(request).toMatchObject({
      parameters: { max_tokens: 1 },
      conversationId: "c1",
      upstream: { hurryMs: 60_000, timeouts: { firstPartMs: 60_000 }, others: [{ hurryMs: 60_000 }] },
    });
    expect(request.upstream).not.toHaveProperty("fallbacks");
    const limited = toModelRequest(warm, { ...upstream, extraBody: { max_completion_tokens: 500 } }, "c1");
    expect(limited.parameters).toEqual({ max_completion_tokens: 1, max_tokens: 1 });
  });

  test("is heard no further than what it cost, and its end", async () => {
    const answer = partsOf(text("Hello"), { type: "usage", usage }, finish);
    expect(await collect(heardParts(warm, answer))).toEqual([{ type: "usage", usage }, finish]);
  });

  const persona = {
    system_prompt: `You are Mara. ${"You answer the telephone of a bank. ".repeat(10)}`,
    layers: { llm: { speculative_inference: false } },
  };

  test("is sent where the configuration says that the upstream remembers prefixes; what it was is told with the turn", async () => {
    const stage = openStage({ persona, upstream: { capabilities: { prefixCache: true } } });
    const call = stage.model.expect();
    const session = await stage.wake(await stage.create());
    const ear = stage.join(session);
    await stage.pass(50);
    const request = await call.started;
    expect(request).toMatchObject({ parameters: { max_tokens: 1 } });
    call.release(text("Hello"), { type: "usage", usage }, finish);
    await stage.pass(0);
    stage.model.reply("Of course.");
    stage.say(session, "I lost my card");
    await stage.pass(0);
    const completed = ear.frames.find((frame) => frame.event_type === "conversation.turn.completed");
    expect(completed?.properties).toMatchObject({ calls: 1, warm_calls: 1, tokens: { warm_in: 10 } });
    expect(ear.frames.filter((frame) => frame.event_type === "conversation.warning")).toEqual([]);
  });

  test("is not sent otherwise", async () => {
    const stage = openStage({ persona });
    const session = await stage.wake(await stage.create());
    const ear = stage.join(session);
    await stage.pass(1000);
    stage.model.reply("Of course.");
    stage.say(session, "I lost my card");
    await stage.pass(0);
    const completed = ear.frames.find((frame) => frame.event_type === "conversation.turn.completed");
    expect(completed?.properties).toMatchObject({ outcome: "completed", calls: 1 });
    expect(completed?.properties).not.toHaveProperty("warm_calls");
  });

  test("that fails is told in the log, to those who look for it, and nowhere else", async () => {
    const stage = openStage({ persona, upstream: { capabilities: { prefixCache: true } } });
    const session = await stage.wake(await stage.create());
    stage.model.expect(new ModelError("upstream-error", "it fell over", { upstream: "scripted" }));
    const ear = stage.join(session);
    await stage.pass(1000);
    expect(ear.frames.filter((frame) => frame.event_type === "conversation.error")).toEqual([]);
    expect(stage.log.lines.map(({ level }) => level)).toEqual(["debug"]);
  });
});
