import { describe, expect, test } from "vitest";
import { toGauge } from "./gauge.ts";

const size = (tokens: number) => ({ tokens, limit: 32_000, soft: 25_000 });

describe("the gauge of the context", () => {
  test("says the last request against the soft limit and the window", () => {
    expect(toGauge(size(812))).toMatchObject({
      level: "calm",
      percent: 2.5,
      softPercent: 78.1,
      text: "Context: the last request had 812 tokens; the soft limit is 25,000 tokens, the window 32,000 tokens",
    });
  });

  test("warns above the soft limit, and before the room that is kept for the answer", () => {
    expect([25_000, 25_001, 30_000, 30_400, 31_000].map((tokens) => toGauge(size(tokens)).level)).toEqual([
      "calm",
      "near",
      "near",
      "full",
      "full",
    ]);
    expect(toGauge(size(26_000)).text).toMatch(/^Context over the soft limit: /);
  });

  test("of a small window an eighth is kept", () => {
    expect(toGauge({ tokens: 1_720, limit: 2_000, soft: 1_600 }).level).toBe("full");
  });

  test("never shows more than all of it", () => {
    expect(toGauge({ tokens: 9_000, limit: 2_000, soft: 1_600 }).percent).toBe(100);
    expect(toGauge({ tokens: 9, limit: 0, soft: 0 }).percent).toBe(0);
  });
});
