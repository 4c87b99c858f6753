import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pauseShares, surpriseOf } from "./pauses.ts";

describe("P10 silence speaks for the end as rarely as pauses inside turns last so long", () => {
  test("at the measured lengths it is worth their share", () => {
    for (const { ms, share } of pauseShares) expect(surpriseOf(ms)).toBeCloseTo(-Math.log(share), 9);
  });

  test("a second longer than all of them is worth one more", () => {
    expect(surpriseOf(3000) - surpriseOf(2000)).toBeCloseTo(1, 9);
  });

  test("it never falls, and a silence that has not begun is worth nothing", () => {
    expect(surpriseOf(-50)).toBe(0);
    const law = fc.property(fc.nat(5000), fc.nat(500), (ms, more) => surpriseOf(ms + more) >= surpriseOf(ms));
    fc.assert(law);
  });
});
