import { describe, expect, test } from "vitest";
import { openTestApp } from "../testing/test-app.ts";

describe("Hosted models", () => {
  test("H1 each hosted name is told with what serves it and why, and what else there is", async () => {
    const { ask } = await openTestApp({
      models: {
        names: [
          {
            name: "tavus-llama-4",
            state: "found",
            model: "llama3.2",
            via: "Ollama 127.0.0.1:11434",
            reason: "its only model",
          },
          { name: "tavus-gpt-4o", state: "stand-in", reason: "no model server was found here" },
        ],
        alsoFound: [{ server: "LM Studio", address: "127.0.0.1:1234", models: ["qwen"] }],
        refused: [{ server: "vLLM", address: "127.0.0.1:8000", reason: "answered 401" }],
        keys: ["OPENAI_API_KEY"],
      },
    });
    expect(await ask("GET /v2/hosted-models")).toMatchObject({
      status: 200,
      body: {
        data: [
          {
            name: "tavus-llama-4",
            state: "found",
            model: "llama3.2",
            via: "Ollama 127.0.0.1:11434",
            reason: "its only model",
          },
          { name: "tavus-gpt-4o", state: "stand-in", model: null, via: null, reason: "no model server was found here" },
        ],
        also_found: [{ server: "LM Studio", address: "127.0.0.1:1234", models: ["qwen"] }],
        refused: [{ server: "vLLM", address: "127.0.0.1:8000", reason: "answered 401" }],
        keys: ["OPENAI_API_KEY"],
      },
    });
  });

  test("D1 H1 without a key nothing is told", async () => {
    const { ask } = await openTestApp();
    expect(await ask("GET /v2/hosted-models", undefined, { "x-api-key": "" })).toMatchObject({ status: 401 });
  });
});
