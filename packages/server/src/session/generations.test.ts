import { describe, expect, test } from "vitest";
import { modelRequest } from "../model/testing/generation.ts";
import { ScriptedModel } from "../model/testing/scripted-model.ts";
import { ModelError, type ModelClient } from "../ports/model-client.ts";
import { createLogList } from "../store/testing/log-list.ts";
import { createGenerations, type ModelNews } from "./generations.ts";
import { turnOfTheLoop } from "./testing/held-store.ts";

function openGenerations(model: ModelClient) {
  const news: ModelNews[] = [];
  const asides: string[] = [];
  const log = createLogList();
  const { upstream } = modelRequest({ name: "scripted" });
  const generations = createGenerations({
    model,
    upstream,
    resolveModel: (name) => ({ ...upstream, name, model: name }),
    conversationId: "c1",
    log,
    post: (one) => news.push(one),
    aside: (one) => asides.push(one.type),
  });
  const messages = [{ role: "user", content: "Hi" }] as const;
  const start = (draftId: string, parts: { purpose?: "summary"; model?: string } = {}): void =>
    generations.start({ type: "model-start", purpose: "reply", draftId, round: 0, messages, tools: [], ...parts });
  return { news, asides, log, generations, start };
}

const usage = { in: 10, cached: 4, out: 2 };

describe("generations", () => {
  test("R13 parts become news of their draft as they come, and the end is told once", async () => {
    const model = new ScriptedModel();
    const call = model.expect();
    const { news, generations, start } = openGenerations(model);
    start("i1");
    expect(generations.running).toBe(1);
    expect((await call.started).conversationId).toBe("c1");
    call.release(
      { type: "reasoning-delta", text: "Hm" },
      { type: "text-delta", text: "Hello" },
      { type: "tool-call", id: "t1", name: "look", arguments: "{}" },
      { type: "usage", usage },
    );
    call.finish("stop");
    await turnOfTheLoop();
    expect(news).toEqual([
      { type: "model-text", draftId: "i1", text: "Hello" },
      { type: "model-tool-call", draftId: "i1", call: { id: "t1", name: "look", arguments: "{}" } },
      { type: "model-usage", draftId: "i1", usage },
      { type: "model-finish", draftId: "i1", reason: "stop" },
    ]);
    expect(generations.running).toBe(0);
  });

  test("R13 who answers is news, for what it costs; nobody is told a price that is not known", async () => {
    const model = new ScriptedModel();
    const price = { in: 1, cached: 0.5, out: 4 };
    const served = { type: "served", name: "slow", model: "m", via: "m.example" } as const;
    model.expect({ ...served, price }, { type: "finish", reason: "stop" });
    model.expect(served, { type: "finish", reason: "stop" });
    const { news, start } = openGenerations(model);
    start("i1");
    start("i2", { purpose: "summary", model: "slow" });
    await turnOfTheLoop();
    const told = news.filter(({ type }) => type === "model-served");
    expect(told).toEqual([
      { type: "model-served", draftId: "i1", price },
      { type: "model-served", draftId: "i2", price: undefined },
    ]);
  });

  test.each(["length", "content_filter"])(
    "R30 an answer that ends with %s is a proper one, and its owner is told",
    async (reason) => {
      const model = new ScriptedModel();
      const call = model.expect();
      const { news, asides, generations, start } = openGenerations(model);
      start("i1");
      await call.started;
      call.release({ type: "text-delta", text: "Hello" });
      call.finish(reason);
      await turnOfTheLoop();
      expect(news.at(-1)).toEqual({ type: "model-finish", draftId: "i1", reason });
      expect({ asides, running: generations.running }).toEqual({ asides: ["notice"], running: 0 });
    },
  );

  test("R13 a failure is the only end, with the upstream's name and status", async () => {
    const model = new ScriptedModel();
    const error = new ModelError("rate-limited", "too often", { upstream: "scripted at 127.0.0.1", status: 429 });
    model.expect({ type: "text-delta", text: "I" }, error);
    const { news, generations, start, log } = openGenerations(model);
    start("i1");
    await turnOfTheLoop();
    expect(news).toEqual([
      { type: "model-text", draftId: "i1", text: "I" },
      {
        type: "model-failure",
        draftId: "i1",
        problem: {
          code: "model_rate_limited",
          message: "too often",
          upstream: "scripted at 127.0.0.1",
          status: 429,
        },
      },
    ]);
    expect(generations.running).toBe(0);
    expect(log.lines).toEqual([]);
  });

  test("R13 a stream that just ends is a failure: it never said that it was finished", async () => {
    const quiet: ModelClient = {
      async *stream() {
        yield { type: "text-delta", text: "Well" };
      },
    };
    const { news, start } = openGenerations(quiet);
    start("i1");
    await turnOfTheLoop();
    expect(news.at(-1)).toMatchObject({ type: "model-failure", problem: { code: "model_truncated" } });
    expect(news).toHaveLength(2);
  });

  test("R15 what is no ModelError is our own fault: logged, and told without its words", async () => {
    const model = new ScriptedModel();
    model.expect(new TypeError("secret is not a function"));
    const { news, start, log } = openGenerations(model);
    start("i1");
    await turnOfTheLoop();
    expect(news).toMatchObject([{ type: "model-failure", problem: { code: "internal" } }]);
    expect(JSON.stringify(news)).not.toContain("secret");
    expect(log.lines).toMatchObject([{ level: "error", fields: { conversationId: "c1" } }]);
  });

  test("R15 a model that throws before it streams is a failure like any other", async () => {
    const { news, generations, start } = openGenerations(new ScriptedModel());
    start("i1");
    await turnOfTheLoop();
    expect(news).toMatchObject([{ type: "model-failure", draftId: "i1" }]);
    expect(generations.running).toBe(0);
  });

  test.each([
    ["before its first part", 0],
    ["midway", 2],
  ])("R14 cancelled %s, the call is aborted at once and nothing more is heard", async (_when, before) => {
    const model = new ScriptedModel();
    const call = model.expect();
    const { news, generations, start } = openGenerations(model);
    start("i1");
    for (let count = 0; count < before; count += 1) call.text("word ");
    await turnOfTheLoop();
    expect(news).toHaveLength(before);
    generations.cancel("i1");
    expect(generations.running).toBe(0);
    await call.untilCancelled;
    call.text("late").finish();
    await turnOfTheLoop();
    expect(news).toHaveLength(before);
  });

  test("R14 parts that were under way when it was cancelled are not heard", async () => {
    const model = new ScriptedModel();
    const call = model.expect();
    const { news, generations, start } = openGenerations(model);
    start("i1");
    await turnOfTheLoop();
    call.text("one", "two").finish();
    generations.cancel("i1");
    await turnOfTheLoop();
    expect(news).toEqual([]);
  });

  test("R14 cancelling what has ended, or never was, does nothing", async () => {
    const model = new ScriptedModel();
    model.reply("Hi");
    const { news, generations, start } = openGenerations(model);
    start("i1");
    await turnOfTheLoop();
    generations.cancel("i1");
    generations.cancel("i2");
    await turnOfTheLoop();
    expect(news.map((one) => one.type)).toEqual(["model-text", "model-finish"]);
  });

  test("R14 an upstream that ignores the abort is not heard either", async () => {
    const gate = Promise.withResolvers<void>();
    const deaf: ModelClient = {
      async *stream() {
        await gate.promise;
        yield { type: "text-delta", text: "late" };
        throw new Error("and broken");
      },
    };
    const { news, log, generations, start } = openGenerations(deaf);
    start("i1");
    generations.cancelAll();
    gate.resolve();
    await turnOfTheLoop();
    expect(news).toEqual([]);
    expect(log.lines).toEqual([]);
  });

  test("R41 a summary may be asked of another model, and what is told beside it is no news of the turn", async () => {
    const model = new ScriptedModel();
    const call = model.expect();
    const { news, asides, start } = openGenerations(model);
    start("i1", { purpose: "summary", model: "small" });
    expect((await call.started).upstream).toMatchObject({ name: "small", model: "small" });
    call.release(
      { type: "notice", code: "fallback", message: "another" },
      { type: "text-delta", text: "They talked." },
    );
    call.finish("stop");
    await turnOfTheLoop();
    expect(news.map((one) => one.type)).toEqual(["model-text", "model-finish"]);
    expect(asides).toEqual([]);
  });
});
