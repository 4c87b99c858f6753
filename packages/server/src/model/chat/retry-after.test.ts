import { describe, expect, test } from "vitest";
import { readRetryAfter } from "./retry-after.ts";

const now = new Date("2026-11-23T12:00:00Z");

describe("readRetryAfter", () => {
  test.each([
    ["7", 7000],
    ["0", 0],
    ["1.5", 1500],
    ["Mon, 23 Nov 2026 12:00:20 GMT", 20_000],
    ["Mon, 23 Nov 2026 11:00:00 GMT", 0],
    ["86400", 3_600_000],
    [["3", "9"], 3000],
  ] as const)("M70 %j is waited for %d ms", (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms);
  });

  test.each([undefined, "", "soon", "-5", []])("M70 %j says nothing", (header) => {
    expect(readRetryAfter(header, now)).toBeUndefined();
  });
});
