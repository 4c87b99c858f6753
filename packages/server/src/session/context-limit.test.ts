import { describe, expect, test } from "vitest";
import { contextProblem, toContextLimit, withModel } from "./context-limit.ts";

const custom = { base_url: "http://127.0.0.1:1/v1", model: "mine" };

describe("R40 what the model of a persona holds, and what happens at its end", () => {
  test("without a word of the persona's: what is known of the model, and the oldest turns go", () => {
    expect(toContextLimit({})).toEqual({ hard: 32_000, soft: 25_000, reserve: 1000, policy: "trim" });
    expect(toContextLimit(custom)).toEqual({ hard: 128_000, soft: 25_000, reserve: 1000, policy: "trim" });
    expect(toContextLimit({}, { window: 8000, softLimit: 7000 })).toMatchObject({ hard: 8000, soft: 6666 });
  });

  test("of a small window an eighth is kept for the answer", () => {
    expect(toContextLimit({ context: { window: 4000 } })).toMatchObject({ hard: 4000, soft: 3333, reserve: 500 });
  });

  test("a persona may say what its own model holds, and ask for less of a hosted one", () => {
    const context = { window: 64_000, soft_limit: 60_000, policy: "summarize", summary_model: "small" };
    expect(toContextLimit({ ...custom, context })).toEqual({
      hard: 64_000,
      soft: 53_333,
      reserve: 1000,
      policy: "summarize",
      summaryModel: "small",
    });
    expect(toContextLimit({ context: { window: 64_000 } })).toMatchObject({ hard: 32_000 });
    expect(toContextLimit({ context: { window: 16_000, soft_limit: 9000 } })).toMatchObject({
      hard: 16_000,
      soft: 9000,
    });
  });

  test("what is of a wrong type is as good as missing", () => {
    const context = { window: "large", soft_limit: -1, policy: "forget", summary_model: 7 };
    expect(toContextLimit({ context })).toEqual(toContextLimit({}));
    expect(toContextLimit({ context: "trim" })).toEqual(toContextLimit({}));
  });
});

describe("R40 what a persona may not ask for is refused when it is written", () => {
  const hosted = { name: "tavus-llama-4", window: 32_000 };
  const problemOf = (llm: Parameters<typeof contextProblem>[0]): string | undefined =>
    contextProblem(llm, hosted, (name) => name === "tavus-gpt-4o-mini");

  test("more than a hosted model holds", () => {
    expect(problemOf({ context: { window: 64_000 } })).toBe(
      "layers.llm.context.window: 64000 is more than tavus-llama-4 holds (32000 tokens); leave it out, or give less",
    );
    expect(problemOf({ context: { window: 32_000 } })).toBeUndefined();
    expect(problemOf({ ...custom, context: { window: 64_000 } })).toBeUndefined();
  });

  test("a summary of a hosted model that is not there", () => {
    expect(problemOf({ context: { summary_model: "tavus-gpt-5" } })).toContain(
      "layers.llm.context.summary_model: there is",
    );
    expect(problemOf({ context: { summary_model: "tavus-gpt-4o-mini" } })).toBeUndefined();
    expect(problemOf({ ...custom, context: { summary_model: "anything" } })).toBeUndefined();
    expect(problemOf({})).toBeUndefined();
  });
});

test("R41 another model of a persona is on its own server, or another hosted name", () => {
  expect(withModel({ ...custom, api_key: "k" }, "small")).toEqual({ ...custom, api_key: "k", model: "small" });
  expect(withModel({ model: "tavus-gpt-4o", extra_body: { temperature: 1 } }, "small")).toEqual({ model: "small" });
});
