import { describe, expect, test } from "vitest";
import type { ModelChoice } from "../ports/model-report.ts";
import { modelsText, welcomeText } from "./welcome.ts";

const nothing: ModelChoice = {
  names: [{ name: "tavus-llama-4", state: "stand-in", reason: "no model server was found here" }],
  alsoFound: [],
  refused: [],
  keys: [],
};

function block(report: Partial<ModelChoice>): string {
  return modelsText({ ...nothing, ...report });
}

describe("what start prints", () => {
  test("the address first, for programs; then what people need", () => {
    const text = welcomeText({
      url: "http://127.0.0.1:7575",
      publicUrl: "http://127.0.0.1:7575",
      pageLink: "http://127.0.0.1:7575/#t=0123",
      key: "in /data/local-key",
      storePlace: "/data",
    });
    expect(text).toBe(`Repartee is listening on http://127.0.0.1:7575

  Page         http://127.0.0.1:7575/#t=0123   (this link opens it once, within 30 minutes)
  API          http://127.0.0.1:7575/v2
  Key          in /data/local-key
  Data         /data
`);
  });

  test("M48 a model that was found, why that one, what else there is, and what was refused", () => {
    const text = block({
      names: [
        {
          name: "tavus-llama-4",
          state: "found",
          model: "gemma4:e4b",
          via: "Ollama 127.0.0.1:11434",
          reason: "the last modified of its 3 models",
        },
      ],
      alsoFound: [
        { server: "Ollama", address: "127.0.0.1:11434", models: ["llama3.2", "qwen3"] },
        { server: "LM Studio", address: "127.0.0.1:1234", models: ["a"] },
        { server: "vLLM", address: "127.0.0.1:8000", models: [] },
      ],
      refused: [{ server: "llama.cpp", address: "127.0.0.1:8080", reason: "answers, but is no llama.cpp" }],
      keys: ["OPENAI_API_KEY"],
    });
    expect(text).toBe(`\
  Model        gemma4:e4b via Ollama 127.0.0.1:11434 (found, the last modified of its 3 models; map others in repartee.config.json)
  Also found   Ollama 127.0.0.1:11434 (2 models more)
               LM Studio 127.0.0.1:1234 (1 model more)
               vLLM 127.0.0.1:8000 (no model that can chat)
               OPENAI_API_KEY (not used until a model is mapped to it)
  Refused      llama.cpp 127.0.0.1:8080: answers, but is no llama.cpp

`);
  });

  test("M48 a model that is mapped", () => {
    const mapped = {
      state: "mapped",
      model: "gpt-4o",
      via: "api.openai.com",
      reason: "mapped in the configuration",
    } as const;
    expect(block({ names: [{ name: "tavus-llama-4", ...mapped }] })).toBe(
      "  Model        gpt-4o via api.openai.com (mapped in the configuration)\n\n",
    );
  });

  test("M48 where there is none, what to do", () => {
    expect(block({})).toBe(`\
  Model        built-in stand-in (not a model): no model server was found here. To have one:
               - start Ollama, run \`ollama pull llama3.2\` (2 GB), and start Repartee again;
               - or map tavus-llama-4 under "models" in repartee.config.json to any OpenAI-compatible server;
               - or give a persona a base_url of its own, in the page under Language model.

`);
    expect(block({ keys: ["GROQ_API_KEY"] })).toContain('server, with "api_key_env": "GROQ_API_KEY" for example;\n');
  });
});
