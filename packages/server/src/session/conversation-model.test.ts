import { plainPolicies } from "@repartee/engine";
import { describe, expect, test } from "vitest";
import { ModelError } from "../ports/model-client.ts";
import { createLogList } from "../store/testing/log-list.ts";
import { openStage } from "./testing/session-stage.ts";
import { findNamed, loadPolicies, type ModelSources } from "./conversation-model.ts";
import { toSettings } from "./persona-settings.ts";
import { createTokenScales } from "./token-scales.ts";

const upstream = {
  name: "scripted",
  kind: "openai",
  model: "scripted",
  timeouts: { connectMs: 0, firstPartMs: 0, betweenPartsMs: 0 },
} as const;

function sources(parts: Partial<Omit<ModelSources, "log">>) {
  const log = createLogList();
  return { policiesFor: () => plainPolicies, resolveUpstream: () => upstream, ...parts, log };
}

test("R41 a model that cannot be found fails as a model does, and says why", () => {
  const broken = sources({
    resolveUpstream: () => {
      throw new Error("layers.llm.model: there is no hosted model small");
    },
  });
  expect(() => findNamed({}, "small", broken)).toThrow(ModelError);
  expect(() => findNamed({}, "small", broken)).toThrow(/small cannot be called: .*no hosted model/u);
});

describe("R42 tokens are counted by the tokenizer", () => {
  test("which is loaded when the first conversation wakes", async () => {
    let loads = 0;
    const countTokens = (): Promise<(text: string) => number> => {
      loads += 1;
      return Promise.resolve((text) => text.length);
    };
    const stage = openStage({ persona: { system_prompt: "x".repeat(900) }, countTokens });
    const id = await stage.create();
    expect(loads).toBe(0);
    const session = await stage.wake(id);
    expect(loads).toBe(1);
    const ear = stage.join(session);
    stage.model.reply("Hello.");
    stage.say(session, "Hi");
    await stage.pass(0);
    const completed = ear.frames.find((frame) => frame.event_type === "conversation.turn.completed");
    expect(completed?.properties).toMatchObject({ context: { tokens: 900 + 2 + 8 } });
  });

  test("and where that is not possible the conversation goes on with an estimate, and the log says so", async () => {
    const parts = sources({ countTokens: () => Promise.reject(new Error("no memory")) });
    const policiesFor = await loadPolicies(parts);
    expect(policiesFor(toSettings({}, {})).countTokens("four")).toBe(1);
    expect(parts.log.lines).toMatchObject([{ level: "error" }]);
  });
});

describe("R44 what was learned of an upstream's count", () => {
  test("the next conversation with it begins with", async () => {
    const stage = openStage({ persona: { system_prompt: "x".repeat(4000) } });
    const talk = async (): Promise<unknown> => {
      const session = await stage.wake(await stage.create());
      const ear = stage.join(session);
      stage.model.expect(
        { type: "text-delta", text: "Hi." },
        { type: "usage", usage: { in: 2000, cached: 0, out: 1 } },
      );
      stage.say(session, "Hi");
      await stage.pass(0);
      return ear;
    };
    await talk();
    const session = await stage.wake(await stage.create());
    const ear = stage.join(session);
    stage.model.reply("Hello.");
    stage.say(session, "Hi");
    await stage.pass(0);
    const completed = ear.frames.find((frame) => frame.event_type === "conversation.turn.completed");
    expect(completed?.properties).toMatchObject({ context: { tokens: expect.closeTo(1340, -2) } });
  });

  test("is kept apart by server and model, and bounded", () => {
    const scales = createTokenScales();
    scales.learn(upstream, 1.2);
    expect(scales.of({ ...upstream, model: "other" })).toBeUndefined();
    expect(scales.of({ ...upstream, baseUrl: "http://other" })).toBeUndefined();
    expect(scales.of(upstream)).toBe(1.2);
    for (let index = 0; index < 1000; index += 1) scales.learn({ ...upstream, name: `n${index}` }, 2);
    expect(scales.of(upstream)).toBeUndefined();
    expect(scales.of({ ...upstream, name: "n0" })).toBe(2);
  });
});
