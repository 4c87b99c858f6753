import { expect, test } from "vitest";
import { openTokenCounter } from "../../packages/server/src/tokens/open-counter.ts";
import { measure, toErrors } from "./measure.ts";
import { calls, languages, toolResults } from "./talks.ts";

test("every subject has conversations whose requests grow", () => {
  for (const { talks } of [calls(), toolResults(), languages()]) {
    expect(talks.length).toBeGreaterThan(5);
    for (const { requests } of talks) {
      expect(requests.length).toBeGreaterThan(1);
      expect(
        requests.map((messages) => messages.length).every((length, index, all) => length > (all[index - 1] ?? 0)),
      ).toBe(true);
    }
  }
});

test("errors are told by size, and the lowest with its sign", () => {
  expect(toErrors([-10, 5, 0, 5])).toEqual({ mean: 5, p95: 10, lowest: -10 });
});

test("a server that counts a fifth more than we do is known after some requests", async () => {
  const counted = await openTokenCounter();
  const server = {
    name: "more",
    count: (messages: readonly { content: string }[]) =>
      messages.reduce((sum, { content }) => sum + 1.2 * (4 + counted(content)), 0),
  };
  const row = measure(calls(), server, { plain: counted, counted });
  expect(row.counted.mean).toBeCloseTo(16.7, 0);
  expect(row.corrected.mean).toBeLessThan(2);
});
