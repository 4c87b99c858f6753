import type { HostedModels } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { formatMs } from "../turn/format.ts";
import { toModelRows } from "./model-rows.ts";

const upstream = {
  model: "gpt-5",
  via: "api.openai.com:443",
  state: "untried",
  rests_ms: 0,
  last_error: null,
  outstanding: 0,
  requests: 0,
  failures: 0,
  first_token_ms: { p50: null, p95: null },
  tokens_per_second: null,
  capabilities: {},
} as const;

const hosted = (changed: Partial<HostedModels["data"][number]>): HostedModels => ({
  data: [{ name: "tavus-gpt-4o", state: "mapped", model: "gpt-5", via: "x", reason: "mapped", ...changed }],
  also_found: [],
  refused: [],
  keys: [],
});
const rowOf = (changed: object) => toModelRows(hosted({ upstreams: [{ ...upstream, ...changed }] }))[0]?.upstreams[0];

describe("how the servers of a hosted name fare", () => {
  test("one that nobody asked yet has no numbers", () => {
    expect(rowOf({})).toEqual({
      model: "gpt-5",
      via: "api.openai.com:443",
      state: "untried",
      glyph: "·",
      stateText: "untried",
      error: undefined,
      firstToken: "–",
      speed: "–",
      requests: "0",
    });
  });

  test("one that answers has its time to the first token and its speed", () => {
    const numbers = {
      first_token_ms: { p50: 210, p95: 480 },
      tokens_per_second: 61.4,
      requests: 1_200,
      outstanding: 2,
    };
    expect(rowOf({ state: "ok", ...numbers })).toMatchObject({
      firstToken: `${formatMs(210)}, p95 ${formatMs(480)}`,
      speed: "61 tokens/s",
      requests: "1,200, 2 running",
    });
  });

  test("one that fails or rests says why, in the provider's own words", () => {
    const error = { code: "rate-limited", message: "answered 429: Slow down" };
    const failing = rowOf({ state: "failing", last_error: error, requests: 9, failures: 4 });
    expect(failing).toMatchObject({ error: "answered 429: Slow down (rate-limited)", requests: "9, 4 failed" });
    expect(rowOf({ state: "resting", rests_ms: 9_500, last_error: error })?.stateText).toBe(
      `resting, tried again in ${formatMs(9_500)}`,
    );
  });

  test("a name says what it holds, what it falls back on, and what it costs", () => {
    const told = { context_window: 32_000, soft_limit: 25_000, fallbacks: ["a", "b"] };
    expect(toModelRows(hosted({ ...told, price: { in: 2, cached: 1, out: 8 } }))[0]?.note).toBe(
      "Holds 32,000 tokens, soft limit 25,000; falls back on a, then b; 2 in, 1 cached, 8 out per million tokens.",
    );
    expect(toModelRows(hosted({ price: null }))[0]?.note).toBe("No price is known.");
    expect(toModelRows(hosted({ state: "stand-in", reason: "none was found" }))).toMatchObject([
      { note: "A stand-in answers: none was found.", upstreams: [] },
    ]);
  });
});
