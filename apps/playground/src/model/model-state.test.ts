import type { HostedModels } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { toFindings, toModelState } from "./model-state.ts";

const models: HostedModels = {
  data: [
    {
      name: "tavus-llama-4",
      state: "found",
      model: "llama3.2",
      via: "Ollama 127.0.0.1:11434",
      reason: "its only model",
    },
    {
      name: "tavus-gpt-4o",
      state: "mapped",
      model: "gpt-5",
      via: "api.openai.com",
      reason: "mapped in the configuration",
    },
    { name: "tavus-gpt-4o-mini", state: "stand-in", model: null, via: null, reason: "no model server was found here" },
  ],
  also_found: [
    { server: "LM Studio", address: "127.0.0.1:1234", models: ["qwen3", "phi4"] },
    { server: "vLLM", address: "127.0.0.1:8000", models: [] },
  ],
  refused: [{ server: "llama.cpp", address: "127.0.0.1:8080", reason: "answered 401" }],
  keys: ["OPENAI_API_KEY"],
};

describe("what answers under a hosted name", () => {
  test("a model that was found is told with its server, where that listens, and why it was taken", () => {
    expect(toModelState(models, "tavus-llama-4")).toEqual({
      kind: "found",
      title: "llama3.2 via Ollama 127.0.0.1:11434",
      reason: "found: its only model",
      advice: [],
    });
  });

  test("a mapped one is told with its upstream", () => {
    expect(toModelState(models, "tavus-gpt-4o")).toMatchObject({ kind: "mapped", title: "gpt-5 via api.openai.com" });
  });

  test("a stand-in says why, and in three lines what to do", () => {
    const state = toModelState(models, "tavus-gpt-4o-mini");
    expect(state).toMatchObject({ kind: "stand-in", reason: "no model server was found here" });
    expect(state?.advice).toEqual([
      expect.stringContaining("ollama pull"),
      expect.stringContaining('map tavus-gpt-4o-mini under "models" in repartee.config.json'),
      expect.stringContaining("Your own"),
    ]);
  });

  test("an empty field is the first name, and a name that is none is told so", () => {
    expect(toModelState(models, " ")?.kind).toBe("found");
    expect(toModelState(models, "qwen9")?.kind).toBe("unknown");
    expect(toModelState({ ...models, data: [] }, "")).toBeUndefined();
  });

  test("what else was found is listed: servers with their models, refusals with the reason, keys by name", () => {
    expect(toFindings(models)).toEqual({
      found: ["LM Studio 127.0.0.1:1234: qwen3, phi4", "vLLM 127.0.0.1:8000: no model that can chat"],
      refused: ["llama.cpp 127.0.0.1:8080: answered 401"],
      keys: ["OPENAI_API_KEY is set; map it in repartee.config.json to use it"],
    });
    expect(toFindings({ ...models, also_found: [], refused: [], keys: [] })).toBeUndefined();
  });
});
