import { describe, expect, test } from "vitest";
import { announceCall, findCall, moveCalls, nextDue, noTools, openCalls } from "./tools.ts";
import type { ToolCall, ToolInput, ToolPhase, Tools } from "./tools.ts";

const call: ToolCall = {
  id: "c1",
  name: "look",
  arguments: "{}",
  draftId: "d1",
  turnIdx: 1,
  dueAt: 30_000,
  phase: "announced",
};

function announce(tools: Tools, id: string): Tools {
  const next = announceCall(tools, { ...call, id });
  if (next === undefined) throw new Error(`${id} was not taken`);
  return next;
}

describe("K1 a call is answered once, also when its time was over, and never behind the end", () => {
  test.each<readonly [ToolPhase, ToolInput, ToolPhase]>([
    ["announced", "answer", "answered"],
    ["announced", "expire", "expired"],
    ["announced", "abandon", "abandoned"],
    ["answered", "answer", "answered"],
    ["answered", "expire", "answered"],
    ["answered", "abandon", "answered"],
    ["expired", "answer", "answered"],
    ["expired", "expire", "expired"],
    ["expired", "abandon", "abandoned"],
    ["abandoned", "answer", "abandoned"],
    ["abandoned", "expire", "abandoned"],
    ["abandoned", "abandon", "abandoned"],
  ])("%s, %s: %s", (phase, input, expected) => {
    expect(moveCalls({ calls: [{ ...call, phase }] }, input, () => true).calls[0]?.phase).toBe(expected);
  });
});

test("K2 of one id the oldest that is waited for comes first, then one whose time was over", () => {
  const two = announce(announce(noTools, "c1"), "c1");
  const one = moveCalls(two, "expire", (each) => each === two.calls[0]);
  expect(findCall(two, "c1")).toBe(two.calls[0]);
  expect(findCall(one, "c1")).toBe(one.calls[1]);
  const over = moveCalls(one, "answer", (each) => each === one.calls[1]);
  expect(findCall(over, "c1")).toBe(over.calls[0]);
  const none = moveCalls(over, "answer", () => true);
  expect(findCall(none, "c1")).toBeUndefined();
  expect(findCall(none, "c2")).toBeUndefined();
});

test("K4 the call whose time is over next is the next one, and only open calls count", () => {
  const two: Tools = { calls: [{ ...call, dueAt: 7000 }, call] };
  expect(nextDue(two)).toBe(7000);
  const one = moveCalls(two, "answer", (each) => each.dueAt === 7000);
  expect([nextDue(one), openCalls(one)]).toEqual([30_000, [call]]);
  expect(nextDue(noTools)).toBeUndefined();
});

describe("T93 256 calls are remembered", () => {
  const full = Array.from({ length: 256 }, (_, index) => `c${index}`).reduce(announce, noTools);

  test("where all of them are open, one more is not taken", () => {
    expect(announceCall(full, { ...call, id: "one more" })).toBeUndefined();
  });

  test("else the oldest that is over is forgotten", () => {
    const answered = moveCalls(full, "answer", (one) => one.id === "c7");
    const next = announce(answered, "one more");
    expect(next.calls).toHaveLength(256);
    expect(next.calls.some((one) => one.id === "c7")).toBe(false);
    expect(next.calls.at(-1)?.id).toBe("one more");
  });
});
