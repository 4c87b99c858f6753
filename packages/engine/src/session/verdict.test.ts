import { expect, test } from "vitest";
import { learnVerdict, verdictDueMs } from "./verdict.ts";

test("P32 the slowest verdict counts, and is forgotten when others are quicker", () => {
  expect(learnVerdict(undefined, 100)).toBe(100);
  expect(learnVerdict(100, 700)).toBe(700);
  expect(learnVerdict(700, 100)).toBe(560);
  let lag = learnVerdict(undefined, 2000);
  for (let turn = 0; turn < 20; turn += 1) lag = learnVerdict(lag, 100);
  expect(lag).toBe(100);
});

test("P32 it may take twice as long, and a little more", () => {
  expect(verdictDueMs(100)).toBe(400);
  expect(verdictDueMs(0)).toBe(200);
});
