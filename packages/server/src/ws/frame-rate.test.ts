import { describe, expect, test } from "vitest";
import { ManualClock } from "../model/testing/manual-clock.ts";
import { createFrameRate, framesInBurst, framesPerSecond } from "./frame-rate.ts";

function countTaken(mayCome: () => boolean, tries: number): number {
  let taken = 0;
  for (let count = 0; count < tries; count += 1) if (mayCome()) taken += 1;
  return taken;
}

describe("frame rate", () => {
  test("L14 a thousand frames may come at once, then two hundred a second", () => {
    const clock = new ManualClock();
    const mayCome = createFrameRate(clock);
    expect(countTaken(mayCome, 5000)).toBe(framesInBurst);
    clock.advance(1000);
    expect(countTaken(mayCome, 5000)).toBe(framesPerSecond);
    clock.advance(5);
    expect(countTaken(mayCome, 10)).toBe(1);
  });

  test("L14 a pause fills it up to one burst, however long it was", () => {
    const clock = new ManualClock();
    const mayCome = createFrameRate(clock);
    countTaken(mayCome, 5000);
    clock.advance(3_600_000);
    expect(countTaken(mayCome, 5000)).toBe(framesInBurst);
  });

  test("L14 a recogniser that sends a partial every 10 ms is never limited", () => {
    const clock = new ManualClock();
    const mayCome = createFrameRate(clock);
    for (let count = 0; count < 3000; count += 1) {
      clock.advance(10);
      expect(mayCome()).toBe(true);
    }
  });
});
