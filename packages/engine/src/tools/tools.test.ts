import { describe, expect, test } from "vitest";
import { announceCall, findOpenCall, moveCalls, noTools, type ToolCall, type Tools, type ToolPhase } from "./tools.ts";

const call: ToolCall = { id: "c1", name: "look", arguments: "{}", draftId: "d1", turnIdx: 1, phase: "announced" };

function announce(tools: Tools, id: string): Tools {
  const next = announceCall(tools, { ...call, id });
  if (next === undefined) throw new Error(`${id} was not taken`);
  return next;
}

describe("K1 a call is answered or abandoned, once", () => {
  test.each<readonly [ToolPhase, "answer" | "abandon", ToolPhase]>([
    ["announced", "answer", "answered"],
    ["announced", "abandon", "abandoned"],
    ["answered", "answer", "answered"],
    ["answered", "abandon", "answered"],
    ["abandoned", "answer", "abandoned"],
    ["abandoned", "abandon", "abandoned"],
  ])("%s, %s: %s", (phase, input, expected) => {
    expect(moveCalls({ calls: [{ ...call, phase }] }, input, () => true).calls[0]?.phase).toBe(expected);
  });
});

test("K2 only an announced call waits for an answer, and the oldest of one id comes first", () => {
  const two = announce(announce(noTools, "c1"), "c1");
  const one = moveCalls(two, "answer", (each) => each === findOpenCall(two, "c1"));
  expect(one.calls.map((each) => each.phase)).toEqual(["answered", "announced"]);
  expect(
    findOpenCall(
      moveCalls(one, "answer", () => true),
      "c1",
    ),
  ).toBeUndefined();
  expect(findOpenCall(one, "c2")).toBeUndefined();
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
