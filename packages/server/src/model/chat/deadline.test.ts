import { describe, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { Deadline } from "./deadline.ts";

function start(): { clock: ManualClock; deadline: Deadline; expired: number[] } {
  const clock = new ManualClock();
  const expired: number[] = [];
  return { clock, expired, deadline: new Deadline(clock, () => expired.push(clock.now())) };
}

describe("Deadline", () => {
  test("expires once, when it is due", () => {
    const { clock, deadline, expired } = start();
    deadline.set(100);
    clock.advance(99);
    expect(expired).toEqual([]);
    clock.advance(1000);
    expect(expired).toEqual([100]);
  });

  test("a thousand moves to later cost two timers", () => {
    const { clock, deadline, expired } = start();
    for (let step = 0; step < 1000; step += 1) {
      deadline.set(1500);
      clock.advance(1);
    }
    expect({ started: clock.started, expired }).toEqual({ started: 1, expired: [] });
    clock.advance(5000);
    expect({ started: clock.started, expired }).toEqual({ started: 2, expired: [2499] });
  });

  test("a move to earlier counts at once", () => {
    const { clock, deadline, expired } = start();
    deadline.set(10_000);
    deadline.set(250);
    clock.advance(20_000);
    expect(expired).toEqual([250]);
  });

  test("a cleared deadline leaves no timer, and may be set again", () => {
    const { clock, deadline, expired } = start();
    deadline.set(100);
    deadline.clear();
    expect(clock.waiting).toBe(0);
    deadline.set(50);
    clock.advance(1000);
    expect(expired).toEqual([50]);
  });
});
