import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learnPause, rhythmOf, unknownRhythm, type Rhythm } from "./rhythm.ts";

const after = (...pauses: readonly number[]): Rhythm => pauses.reduce(learnPause, unknownRhythm);
const tenTimes = (ms: number): readonly number[] => Array.from({ length: 10 }, () => ms);

describe("P16 the speaker's rhythm is learned", () => {
  test("one who pauses long is given longer, one who does not is not waited for", () => {
    expect(rhythmOf(unknownRhythm)).toBe(1);
    expect(rhythmOf(after(...tenTimes(1500)))).toBeGreaterThan(1.4);
    expect(rhythmOf(after(...tenTimes(250)))).toBeLessThan(0.8);
  });

  test("one pause says little", () => {
    expect(rhythmOf(after(1500))).toBeLessThan(1.15);
  });

  test("what is no pause, and what is no longer one, says nothing", () => {
    expect(after(199, 5001)).toEqual(unknownRhythm);
  });

  test("it stays near everybody's", () => {
    const law = fc.property(fc.array(fc.nat(6000)), (pauses) => {
      const rhythm = rhythmOf(after(...pauses));
      return rhythm >= 0.7 && rhythm <= 1.6;
    });
    fc.assert(law);
  });
});
