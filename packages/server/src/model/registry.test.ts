import { describe, expect, test } from "vitest";
import { createModelRegistry, defaultTimeouts } from "./registry.ts";
import type { HostedModel, PersonaLlm } from "./registry.ts";

const registry = createModelRegistry({
  "tavus-gpt-4o": {
    baseUrl: "https://api.openai.com/v1",
    model: "gpt-4o",
    apiKey: "sk-operator",
    extraBody: { temperature: 0.7, max_tokens: 400 },
    timeouts: { firstPartMs: 4000 },
  },
  "house-llama": { baseUrl: "http://127.0.0.1:8000/v1", model: "llama-4" },
});

function problemOf(llm: PersonaLlm): string | undefined {
  const resolution = registry.resolve(llm);
  return resolution.ok ? undefined : resolution.problem;
}

describe("the registry", () => {
  test("names the hosted models, the operator's after the built-in ones", () => {
    expect(registry.names).toEqual(["tavus-llama-4", "tavus-gpt-4o", "tavus-gpt-4o-mini", "house-llama"]);
  });

  test.each([{}, { model: null }, { model: "" }, { base_url: "" }])(
    "M34 M38 %j is tavus-llama-4, by the understudy",
    (llm) => {
      expect(registry.resolve(llm)).toEqual({
        ok: true,
        upstream: { name: "tavus-llama-4", kind: "stand-in", model: "tavus-llama-4", timeouts: defaultTimeouts },
      });
    },
  );

  test("M35 a custom model is called with everything the persona gives, and nothing else", () => {
    const llm: PersonaLlm = {
      model: "gpt-4o",
      base_url: "https://own.example/v1",
      api_key: "sk-own",
      headers: { "x-team": "red" },
      default_query: { version: "2" },
      extra_body: { seed: 4 },
      tools: [],
      speculative_inference: false,
    };
    expect(registry.resolve(llm)).toEqual({
      ok: true,
      upstream: {
        name: "gpt-4o",
        kind: "openai",
        model: "gpt-4o",
        baseUrl: "https://own.example/v1",
        apiKey: "sk-own",
        headers: { "x-team": "red" },
        defaultQuery: { version: "2" },
        extraBody: { seed: 4 },
        timeouts: { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 },
      },
    });
  });

  test("M35 a hosted name with a base_url is a custom model, without a key without one", () => {
    const resolution = registry.resolve({ model: "tavus-gpt-4o", base_url: "http://127.0.0.1:1234/v1", api_key: "" });
    expect(resolution).toEqual({
      ok: true,
      upstream: {
        name: "tavus-gpt-4o",
        kind: "openai",
        model: "tavus-gpt-4o",
        baseUrl: "http://127.0.0.1:1234/v1",
        timeouts: defaultTimeouts,
      },
    });
  });

  test("M36 an unknown name without a base_url is told the hosted names", () => {
    expect(problemOf({ model: "qwen9" })).toBe(
      'layers.llm.model: there is no hosted model "qwen9"; use one of tavus-llama-4, tavus-gpt-4o, tavus-gpt-4o-mini, ' +
        "house-llama, or give a base_url to use your own",
    );
    expect(problemOf({ model: "constructor" })).toContain("there is no hosted model");
  });

  test("M37 a mapped name is the operator's upstream; the persona's key and headers stay out of it", () => {
    const llm = {
      model: "tavus-gpt-4o",
      api_key: "sk-persona",
      headers: { authorization: "x" },
      extra_body: { top_p: 0.9, temperature: 1 },
    };
    expect(registry.resolve(llm)).toEqual({
      ok: true,
      upstream: {
        name: "tavus-gpt-4o",
        kind: "openai",
        operator: true,
        model: "gpt-4o",
        baseUrl: "https://api.openai.com/v1",
        apiKey: "sk-operator",
        extraBody: { temperature: 1, max_tokens: 400, top_p: 0.9 },
        timeouts: { ...defaultTimeouts, firstPartMs: 4000 },
      },
    });
  });

  test("M46 a local model serves the names that nothing is mapped to, from when it is found", () => {
    let found: HostedModel | undefined;
    const late = createModelRegistry(
      { "tavus-gpt-4o": { baseUrl: "https://mapped.example/v1", model: "m" } },
      () => found,
    );
    const baseUrlOf = (model: string): string | undefined => {
      const resolution = late.resolve({ model });
      return resolution.ok ? (resolution.upstream.baseUrl ?? resolution.upstream.kind) : undefined;
    };
    expect(late.names.map(baseUrlOf)).toEqual(["stand-in", "https://mapped.example/v1", "stand-in"]);
    found = { baseUrl: "http://127.0.0.1:11434/v1", model: "llama3.2", timeouts: { firstPartMs: 60_000 } };
    expect(late.names.map(baseUrlOf)).toEqual([found.baseUrl, "https://mapped.example/v1", found.baseUrl]);
    expect(late.resolve({ extra_body: { temperature: 0.5 } })).toEqual({
      ok: true,
      upstream: {
        name: "tavus-llama-4",
        kind: "openai",
        operator: true,
        model: "llama3.2",
        baseUrl: "http://127.0.0.1:11434/v1",
        extraBody: { temperature: 0.5 },
        timeouts: { ...defaultTimeouts, firstPartMs: 60_000 },
      },
    });
  });

  test.each([{ temperature: 0 }, { temperature: 2 }, { top_p: 0 }, { top_p: 1 }, {}])(
    "M37 %j is within the limits",
    (extra_body) => {
      expect(problemOf({ model: "tavus-gpt-4o-mini", extra_body })).toBeUndefined();
    },
  );

  test.each([
    [{ temperature: 2.1 }, "layers.llm.extra_body.temperature: must be a number from 0 to 2"],
    [{ temperature: "1" }, "layers.llm.extra_body.temperature: must be a number from 0 to 2"],
    [{ temperature: Number.NaN }, "layers.llm.extra_body.temperature: must be a number from 0 to 2"],
    [{ top_p: -0.1 }, "layers.llm.extra_body.top_p: must be a number from 0 to 1"],
    [
      { max_tokens: 9 },
      "layers.llm.extra_body.max_tokens: a hosted model takes temperature and top_p only; give a base_url to send more",
    ],
    [
      { toString: 1 },
      "layers.llm.extra_body.toString: a hosted model takes temperature and top_p only; give a base_url to send more",
    ],
  ])("M37 %j is refused for a hosted model", (extra_body, problem) => {
    expect(problemOf({ extra_body })).toBe(problem);
  });
});
