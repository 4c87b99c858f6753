import { describe, expect, test } from "vitest";
import { toCostRow, toTokenRows, toUsageRows } from "./usage-rows.ts";

const usage = {
  turns: 7,
  calls: 12,
  tools: 1,
  tokens: { in: 5_100, cached: 4_233, out: 412, wasted: 190, wastedIn: 2_000, warmIn: 0 },
  summaries: { count: 0, in: 0, cached: 0, out: 0 },
  cost: 0.004_213_4,
};
const lines = (rows: ReturnType<typeof toUsageRows>) => rows.map((row) => `${row.name}: ${row.value} (${row.meaning})`);

describe("what was used, in words", () => {
  test("of a conversation: turns and requests, tokens with what was cached and wasted, and the cost", () => {
    expect(lines(toUsageRows(usage))).toEqual([
      "Turns: 7 (12 requests to the model, 1 tool call)",
      "Tokens in: 5,100 (4,233 cached (83 %))",
      "Tokens out: 412 (of what was said, and of tool calls)",
      "Tokens wasted: 190 (32 % of all that was put out; 2,000 more were taken in for it)",
      "Cost: 0.00421 (by the operator's prices, discarded drafts included)",
    ]);
  });

  test("summaries of the context are told apart from the turns", () => {
    const rows = toUsageRows({ ...usage, summaries: { count: 2, in: 9_000, cached: 0, out: 300 } });
    expect(lines(rows)).toContain(
      "Tokens for summaries: 9,000 in, 300 out (2 summaries of the context, beside the turns)",
    );
  });

  test("what was read to warm a cache is told apart from the turns", () => {
    const tokens = { in: 0, cached: 0, out: 0, wasted: 0, warm_in: 1_100 };
    expect(lines(toTokenRows(tokens)).at(-1)).toBe("Tokens to warm the cache: 1,100 (read beside the turns)");
  });

  test("of nothing, without a division by it", () => {
    expect(toTokenRows({ in: 0, cached: 0, out: 0, wasted: 0 }).map(({ meaning }) => meaning)).toEqual([
      "0 cached (0 %)",
      "of what was said, and of tool calls",
      "0 % of all that was put out; 0 more were taken in for it",
    ]);
  });

  test("an unknown price is said to be unknown, and a small cost is not rounded to nothing", () => {
    expect(toCostRow(null).value).toBe("unknown");
    expect(toCostRow(0.000_012).value).toBe("0.000012");
  });
});
