import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learnPace, paceMs, sparedMs, unknownPace, type Pace } from "./pace.ts";

const after = (...times: readonly number[]): Pace => times.reduce(learnPace, unknownPace);

describe("P15 the model's pace is learned", () => {
  test("it begins with a median of 400 ms, and comes to what is seen", () => {
    expect(paceMs(unknownPace, 0.5)).toBe(400);
    const quick = Array.from({ length: 20 }, () => 100);
    expect(paceMs(after(...quick), 0.5)).toBeLessThan(115);
    expect(paceMs(after(100), 0.5)).toBeGreaterThan(200);
  });

  test("most first tokens come within a longer time; none has to be waited for at 0", () => {
    expect(paceMs(unknownPace, 0)).toBe(0);
    // The quantile of the standard normal at 0.8 is 0.842.
    expect(Math.abs(paceMs(unknownPace, 0.8) - 400 * Math.exp(0.35 * 0.842))).toBeLessThan(3);
    expect(paceMs(unknownPace, 0.2)).toBeLessThan(400);
  });

  test("P24 one more request brings the first token sooner; the more that wait for it the less, the later they are the more", () => {
    const [two, three] = [1, 2].map((running) => sparedMs(unknownPace, 0, running));
    // Of two draws of this lognormal the lower one is 75 ms lower in the mean.
    expect(Math.abs((two ?? 0) - 78)).toBeLessThan(8);
    expect(three).toBeLessThan(two ?? 0);
    expect(sparedMs(unknownPace, 3000, 1)).toBeGreaterThan(1000);
  });

  test("whatever is reported, it stays a time", () => {
    const law = fc.property(fc.array(fc.integer({ min: -10, max: 1e9 }), { maxLength: 40 }), (times) => {
      const ms = paceMs(after(...times), 0.9);
      return ms >= 1 && ms <= 1e6;
    });
    fc.assert(law);
  });
});
