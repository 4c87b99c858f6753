import { expect, test } from "vitest";
import { createModelRoute } from "./route.ts";
import { collect, modelRequest, spoken } from "./testing/generation.ts";
import { ScriptedModel } from "./testing/scripted-model.ts";

function saying(text: string): ScriptedModel {
  const model = new ScriptedModel();
  model.reply(text);
  return model;
}

test.each([
  [{ kind: "openai" }, "a persona's"],
  [{ kind: "openai", operator: true }, "the operator's"],
  [{ kind: "stand-in" }, "nobody's"],
] as const)("M47 an upstream %j is called by the client for %s", async (upstream, text) => {
  const route = createModelRoute({
    openai: saying("a persona's"),
    operator: saying("the operator's"),
    "stand-in": saying("nobody's"),
  });
  expect(spoken(await collect(route.stream(modelRequest(upstream), new AbortController().signal)))).toBe(text);
});
