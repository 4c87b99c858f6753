import { expect, test } from "vitest";
import { patienceMs, patienceShift, speculationModes } from "./modes.ts";

test("P17 from conservative to eager every threshold gives more and waits less", () => {
  const { off, conservative, balanced, eager } = speculationModes;
  expect([off.drafts, off.hedge, conservative.hedge]).toEqual([0, undefined, undefined]);
  for (const [less, more] of [
    [conservative, balanced],
    [balanced, eager],
  ] as const) {
    expect(more.drafts).toBeGreaterThan(less.drafts);
    expect(more.tokens).toBeGreaterThan(less.tokens);
    expect(more.callMs).toBeLessThan(less.callMs);
    expect(more.endReady).toBeLessThan(less.endReady);
    expect(more.endIdle).toBeLessThan(less.endIdle);
  }
  for (const { drafts, reserved, endReady, endIdle } of [conservative, balanced, eager]) {
    expect(reserved).toBeLessThan(drafts);
    expect(endReady).toBeLessThan(endIdle);
  }
});

test("P18 patience grows in all that it is made of", () => {
  const levels = ["low", "medium", "high"] as const;
  const shortest = levels.map((level) => patienceMs[level].shortest);
  const longest = levels.map((level) => patienceMs[level].longest);
  expect([shortest, longest]).toEqual([
    [200, 300, 600],
    [700, 1000, 2000],
  ]);
  expect([patienceShift.low > 0, patienceShift.medium, patienceShift.high < 0]).toEqual([true, 0, true]);
});
