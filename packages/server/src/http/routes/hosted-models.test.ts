import { describe, expect, test } from "vitest";
import type { UpstreamReport } from "../../ports/model-report.ts";
import { openTestApp } from "../testing/test-app.ts";

const untried: UpstreamReport = {
  model: "llama3.2",
  via: "127.0.0.1:11435",
  state: "untried",
  restsMs: 0,
  lastError: undefined,
  outstanding: 0,
  requests: 0,
  failures: 0,
  firstTokenMs: { p50: undefined, p95: undefined },
  tokensPerSecond: undefined,
  capabilities: {},
};
const tried: UpstreamReport = {
  ...untried,
  via: "127.0.0.1:11434",
  state: "resting",
  restsMs: 4000,
  lastError: { code: "upstream-error", message: "it answered 503" },
  outstanding: 1,
  requests: 5,
  failures: 3,
  firstTokenMs: { p50: 120, p95: 800 },
  tokensPerSecond: 31.24,
  capabilities: { systemMessages: "first", usage: "never" },
};

describe("Hosted models", () => {
  test("H1 M61 each hosted name is told with what serves it and why, how its servers fare, and what else there is", async () => {
    const { ask } = await openTestApp({
      models: {
        names: [
          {
            name: "tavus-llama-4",
            state: "found",
            model: "llama3.2",
            via: "Ollama 127.0.0.1:11434",
            reason: "its only model",
            upstreams: [tried, untried],
            fallbacks: ["tavus-gpt-4o"],
            window: 8000,
            softLimit: 6000,
            price: { in: 1, cached: 0.5, out: 2 },
          },
          {
            name: "tavus-gpt-4o",
            state: "stand-in",
            reason: "no model server was found here",
            upstreams: [],
            fallbacks: [],
            window: 32_000,
            softLimit: 25_000,
          },
        ],
        aliases: [{ name: "tavus-llama", serves: "tavus-llama-4" }],
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
            upstreams: [
              {
                model: "llama3.2",
                via: "127.0.0.1:11434",
                state: "resting",
                rests_ms: 4000,
                last_error: { code: "upstream-error", message: "it answered 503" },
                outstanding: 1,
                requests: 5,
                failures: 3,
                first_token_ms: { p50: 120, p95: 800 },
                tokens_per_second: 31.2,
                capabilities: { system_messages: "first", usage: "never" },
              },
              { state: "untried", last_error: null, first_token_ms: { p50: null, p95: null }, tokens_per_second: null },
            ],
            fallbacks: ["tavus-gpt-4o"],
            context_window: 8000,
            soft_limit: 6000,
            price: { in: 1, cached: 0.5, out: 2 },
          },
          {
            name: "tavus-gpt-4o",
            state: "stand-in",
            model: null,
            via: null,
            reason: "no model server was found here",
            upstreams: [],
            price: null,
          },
        ],
        aliases: [{ name: "tavus-llama", serves: "tavus-llama-4" }],
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
