import { expect, test } from "vitest";
import { draftsFor, patienceMs, patienceShift, speculationModes } from "./modes.ts";

test("P17 from conservative to eager every threshold gives more and waits less", () => {
  const { off, conservative, balanced, eager } = speculationModes;
  expect([off.drafts, off.hedges, conservative.hedges]).toEqual([0, 0, 0]);
  for (const [less, more] of [
    [conservative, balanced],
    [balanced, eager],
  ] as const) {
    expect(more.drafts).toBeGreaterThan(less.drafts);
    expect(more.tokens).toBeGreaterThan(less.tokens);
    expect(more.callMs).toBeLessThan(less.callMs);
    expect(more.growth).toBeLessThan(less.growth);
    expect(more.allowance).toBeGreaterThan(less.allowance);
    expect(more.latestMs).toBeLessThan(less.latestMs);
    expect(more.hedges).toBeGreaterThan(less.hedges);
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

test("P23 a long turn earns drafts, up to three times the budget of a short one", () => {
  const { off, balanced } = speculationModes;
  expect([0, 11, 12, 60, 10_000].map((words) => draftsFor(balanced, words))).toEqual([6, 6, 7, 11, 18]);
  expect(draftsFor(off, 10_000)).toBe(0);
});
