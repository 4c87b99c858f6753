import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import type { Clock } from "../ports/clock.ts";
import { createTimers } from "./timers.ts";

describe("timers", () => {
  test("R16 a timer comes when it is due, once", () => {
    const clock = new ManualClock();
    const due: string[] = [];
    createTimers(clock, (timer) => due.push(`${timer}@${clock.now()}`)).set("grace", 300);
    clock.advance(299);
    expect(due).toEqual([]);
    clock.advance(1000);
    expect(due).toEqual(["grace@300"]);
  });

  test("R16 setting a timer again replaces it, clearing it means that it never comes", () => {
    const clock = new ManualClock();
    const due: string[] = [];
    const timers = createTimers(clock, (timer) => due.push(`${timer}@${clock.now()}`));
    timers.set("grace", 100);
    timers.set("grace", 500);
    timers.set("trigger", 200);
    timers.set("playback", 200);
    timers.clear("trigger");
    clock.advance(1000);
    expect(due).toEqual(["playback@200", "grace@500"]);
    timers.set("grace", 10);
    timers.set("trigger", 10);
    timers.clearAll();
    clock.advance(1000);
    expect(due).toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });

  test("R16 a time that has passed is due at once, and still comes later, as an event of its own", () => {
    const clock = new ManualClock();
    const due: string[] = [];
    createTimers(clock, (timer) => due.push(timer)).set("end-of-turn", -50);
    expect(due).toEqual([]);
    clock.advance(0);
    expect(due).toEqual(["end-of-turn"]);
  });

  test("R16 a clock whose timers run a little early brings none before its time", () => {
    const manual = new ManualClock();
    const hasty: Clock = {
      now: () => manual.now(),
      wall: () => manual.wall(),
      after: (ms, run) => manual.after(Math.max(0, ms - (ms > 1 ? 1 : 0)), run),
    };
    const due: number[] = [];
    createTimers(hasty, () => due.push(manual.now())).set("grace", 100);
    manual.advance(99);
    expect(due).toEqual([]);
    manual.advance(1);
    expect(due).toEqual([100]);
  });
});
