import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Upstream } from "../ports/model-client.ts";
import type { HostedModel, HostedModels } from "./hosted-model.ts";
import type { PersonaLlm } from "./persona-llm.ts";
import { createModelRegistry } from "./registry.ts";
import { defaultTimeouts } from "./upstreams-of.ts";

const registry = createModelRegistry({
  "tavus-gpt-4o": {
    upstreams: [
      {
        baseUrl: "https://api.openai.com/v1",
        model: "gpt-4o",
        apiKey: "sk-operator",
        extraBody: { temperature: 0.7, max_tokens: 400 },
        timeouts: { firstPartMs: 4000 },
      },
    ],
  },
  "house-llama": { upstreams: [{ baseUrl: "http://127.0.0.1:8000/v1", model: "llama-4" }] },
});

function upstreamOf(llm: PersonaLlm, from = registry): Upstream | undefined {
  const resolution = from.resolve(llm);
  return resolution.ok ? resolution.upstream : undefined;
}

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
      expect(upstreamOf(llm)).toEqual({
        name: "tavus-llama-4",
        kind: "stand-in",
        model: "tavus-llama-4",
        timeouts: defaultTimeouts,
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
    expect(registry.resolve(llm)).toMatchObject({
      facts: { name: "gpt-4o", window: 128_000, softLimit: 25_000 },
    });
    expect(upstreamOf(llm)).toEqual({
      name: "gpt-4o",
      kind: "openai",
      model: "gpt-4o",
      baseUrl: "https://own.example/v1",
      apiKey: "sk-own",
      headers: { "x-team": "red" },
      defaultQuery: { version: "2" },
      extraBody: { seed: 4 },
      timeouts: { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 },
    });
  });

  test("M35 a hosted name with a base_url is a custom model, without a key without one", () => {
    const llm = { model: "tavus-gpt-4o", base_url: "http://127.0.0.1:1234/v1", api_key: "" };
    expect(upstreamOf(llm)).toEqual({
      name: "tavus-gpt-4o",
      kind: "openai",
      model: "tavus-gpt-4o",
      baseUrl: "http://127.0.0.1:1234/v1",
      timeouts: defaultTimeouts,
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
    expect(upstreamOf(llm)).toEqual({
      name: "tavus-gpt-4o",
      kind: "openai",
      operator: true,
      model: "gpt-4o",
      baseUrl: "https://api.openai.com/v1",
      apiKey: "sk-operator",
      extraBody: { temperature: 1, max_tokens: 400, top_p: 0.9 },
      timeouts: { ...defaultTimeouts, firstPartMs: 4000 },
      hurryMs: 4000,
    });
  });

  test("M46 a local model serves the names that nothing is mapped to, from when it is found", () => {
    let found: HostedModel | undefined;
    const late = createModelRegistry(
      { "tavus-gpt-4o": { upstreams: [{ baseUrl: "https://mapped.example/v1", model: "m" }] } },
      { found: () => found },
    );
    const baseUrlOf = (model: string): string | undefined => {
      const resolution = late.resolve({ model });
      return resolution.ok ? (resolution.upstream.baseUrl ?? resolution.upstream.kind) : undefined;
    };
    const names = ["tavus-llama-4", "tavus-gpt-4o"];
    expect(names.map(baseUrlOf)).toEqual(["stand-in", "https://mapped.example/v1"]);
    found = { upstreams: [{ baseUrl: "http://127.0.0.1:11434/v1", model: "llama3.2" }] };
    expect(names.map(baseUrlOf)).toEqual(["http://127.0.0.1:11434/v1", "https://mapped.example/v1"]);
    expect(late.resolve({ extra_body: { temperature: 0.5 } })).toEqual({
      ok: true,
      upstream: {
        name: "tavus-llama-4",
        kind: "openai",
        operator: true,
        model: "llama3.2",
        baseUrl: "http://127.0.0.1:11434/v1",
        extraBody: { temperature: 0.5 },
        timeouts: defaultTimeouts,
      },
      facts: { name: "tavus-llama-4", window: 32_000, softLimit: 25_000 },
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

describe("names", () => {
  const one = (host: string) => ({ upstreams: [{ baseUrl: `https://${host}/v1`, model: host }] });
  const servedBy = (model: string, hosted: HostedModels, aliases = {}): string | undefined => {
    const upstream = upstreamOf({ model }, createModelRegistry(hosted, { aliases }));
    return upstream === undefined ? undefined : `${upstream.name} ${upstream.kind}`;
  };

  test.each([
    ["tavus-llama", ["tavus-llama-4"], "tavus-llama-4 openai"],
    ["tavus-gemma-4-thinking", [], "tavus-llama-4 stand-in"],
    ["tavus-gpt-5.6-sol", ["tavus-llama-4", "tavus-gpt-4o"], "tavus-gpt-4o openai"],
    ["tavus-gpt-5.6-sol", ["tavus-llama-4"], "tavus-llama-4 openai"],
    ["tavus-claude-haiku-4.5", ["tavus-gpt-4o", "tavus-gpt-4o-mini"], "tavus-gpt-4o-mini openai"],
    ["tavus-gpt-4o-mini", ["tavus-llama-4"], "tavus-llama-4 openai"],
    ["tavus-gpt-4o-mini", ["house"], "tavus-gpt-4o-mini stand-in"],
    ["tavus-gpt-5.2", ["tavus-gpt-5.2", "tavus-gpt-4o"], "tavus-gpt-5.2 openai"],
  ])("M49 %s, where %j are mapped, is %s", (model, mapped, served) => {
    expect(servedBy(model, Object.fromEntries(mapped.map((name) => [name, one(name)])))).toBe(served);
  });

  test("M49 the table of docs/models.md is what the server does, and has every name", () => {
    const doc = readFileSync(new URL("../../../../docs/models.md", import.meta.url), "utf8");
    const rows = [...doc.matchAll(/^ +\| +(`tavus-[^|]+)\|([^|]+)\|$/gm)].map(([, asked = "", served = ""]) =>
      [asked, served].map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)),
    );
    for (const [asked = [], served = []] of rows) {
      const cases = asked.flatMap((name) => served.map((_, from) => [name, served.slice(from)] as const));
      for (const [name, mapped] of cases) {
        const hosted = Object.fromEntries(mapped.map((host) => [host, one(host)]));
        expect(servedBy(name, hosted)).toBe(`${mapped[0]} openai`);
      }
    }
    const listed = rows.flatMap(([asked = []]) => asked);
    const { aliases } = createModelRegistry({});
    expect(listed.toSorted()).toEqual(
      [...aliases.map(({ name }) => name), "tavus-gpt-4o", "tavus-gpt-4o-mini"].toSorted(),
    );
  });

  test("M49 an alias of the operator's wins over what a name meant in the past", () => {
    const hosted = { house: one("house"), "tavus-llama-4": one("llama") };
    expect(servedBy("tavus-gpt-oss", hosted, { "tavus-gpt-oss": "house" })).toBe("house openai");
    expect(servedBy("fast", hosted, { fast: "house" })).toBe("house openai");
    expect(servedBy("tavus-gpt-4o", { house: one("house") }, { "tavus-gpt-4o": "house" })).toBe("house openai");
  });

  test("M49 every name that is understood is listed with what it means", () => {
    const { names, aliases } = createModelRegistry({ house: one("house") }, { aliases: { fast: "house" } });
    expect(names).toEqual(["tavus-llama-4", "tavus-gpt-4o", "tavus-gpt-4o-mini", "house"]);
    expect(aliases.slice(0, 2)).toEqual([
      { name: "fast", serves: "house" },
      { name: "tavus-llama", serves: "tavus-llama-4" },
    ]);
    expect(aliases).toHaveLength(13);
  });

  test("M36 an unknown name is told the nearest that is known", () => {
    expect(problemOf({ model: "tavus-gemma-5" })).toContain(
      'there is no hosted model "tavus-gemma-5" (did you mean tavus-gemma-4?); use one of',
    );
  });
});

describe("hosted models with several servers", () => {
  const hosted: HostedModels = {
    fast: {
      upstreams: [
        { baseUrl: "https://a/v1", model: "fast-a", capabilities: { usage: "never" } },
        { baseUrl: "https://b/v1", model: "fast-b", timeouts: { connectMs: 500 } },
      ],
      contextWindow: 8000,
      extraBodyAllowed: ["max_tokens"],
      price: { in: 1, cached: 0.5, out: 4 },
      fallbacks: ["slow", "last"],
      timeouts: { firstPartMs: 1500 },
    },
    slow: { upstreams: [{ baseUrl: "https://c/v1", model: "slow" }], fallbacks: ["deep"] },
    deep: { upstreams: [{ baseUrl: "https://d/v1", model: "deep" }], softLimit: 9000 },
    last: { upstreams: [{ baseUrl: "https://e/v1", model: "last" }] },
  };
  const pools = createModelRegistry(hosted);

  test("M50 come with the others of their name, and with the names that answer in their place, each once", () => {
    const upstream = upstreamOf({ model: "fast" }, pools);
    expect(upstream).toMatchObject({ model: "fast-a", capabilities: { usage: "never" } });
    expect(upstream?.others?.map((other) => other.model)).toEqual(["fast-b"]);
    expect(upstream?.fallbacks?.map((other) => other.name)).toEqual(["slow", "last", "deep"]);
  });

  test("M50 know what they hold, where they slow down, and what they cost", () => {
    expect(pools.resolve({ model: "fast" })).toMatchObject({
      facts: { name: "fast", window: 8000, softLimit: 6666, price: { in: 1, cached: 0.5, out: 4 } },
    });
    const upstream = upstreamOf({ model: "fast" }, pools);
    expect(
      [upstream, ...(upstream?.others ?? []), ...(upstream?.fallbacks ?? [])].map((one) => one?.price?.out),
    ).toEqual([4, 4, undefined, undefined, undefined]);
    expect(upstreamOf({ model: "fast", base_url: "https://own/v1" }, pools)?.price).toBeUndefined();
    expect(pools.resolve({ model: "deep" })).toMatchObject({ facts: { window: 32_000, softLimit: 9000 } });
  });

  test("M51 time limits are the persona's, else the server's, else the model's, else the usual", () => {
    const upstream = upstreamOf({ model: "fast", timeouts: { between_tokens_ms: 700 } }, pools);
    const limits = { firstPartMs: 1500, betweenPartsMs: 700 };
    expect(upstream).toMatchObject({ timeouts: { ...limits, connectMs: 2000 }, hurryMs: 1500 });
    expect(upstream?.others?.[0]).toMatchObject({ timeouts: { ...limits, connectMs: 500 } });
    const custom = { model: "m", base_url: "https://own/v1", timeouts: { first_token_ms: 900 } };
    expect(upstreamOf(custom)).toMatchObject({ timeouts: { connectMs: 2000, firstPartMs: 900 }, hurryMs: 900 });
  });

  test("M37 the operator may allow more of extra_body; who answers in its place gets what it takes itself", () => {
    const extra_body = { temperature: 1, max_tokens: 40 };
    const upstream = upstreamOf({ model: "fast", extra_body }, pools);
    expect(upstream?.extraBody).toEqual(extra_body);
    expect(upstream?.fallbacks?.[0]?.extraBody).toEqual({ temperature: 1 });
    const resolution = pools.resolve({ model: "fast", extra_body: { seed: 1 } });
    expect(resolution).toEqual({
      ok: false,
      problem:
        "layers.llm.extra_body.seed: a hosted model takes temperature, top_p and max_tokens only; give a base_url to send more",
    });
  });
});
