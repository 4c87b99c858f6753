import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fitText, fitTextEnd, measureText } from "./text-width.ts";

describe("the width of a text", () => {
  // As measured by a browser in DejaVu Sans, the widest of the fonts that systems come with.
  test.each([
    ["adopted: 500 ms ahead", 135],
    ["from the last word to the first words heard", 252],
    ["WWWW", 47.5],
    ["illi", 13.4],
  ])("LN10 is never less than what a browser needs: %s", (text, px) => {
    expect(measureText(text)).toBeGreaterThanOrEqual(px);
    expect(measureText(text)).toBeLessThan(px * 1.2);
  });

  test("LN10 grows with every letter, with the size and with the weight", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme", minLength: 1 }), (text, more) => {
        expect(measureText(text + more)).toBeGreaterThan(measureText(text));
        expect(measureText(more, 16)).toBeGreaterThan(measureText(more, 11));
        expect(measureText(more, 12, true)).toBeGreaterThan(measureText(more, 12));
      }),
    );
  });

  test("LN10 what is fitted fits, and is the beginning or the end of the text", () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 12 }), fc.integer({ min: 0, max: 400 }), (text, width) => {
        const [start, end] = [fitText(text, width), fitTextEnd(text, width)];
        expect(measureText(start)).toBeLessThanOrEqual(start === "" ? Infinity : width);
        expect(measureText(end)).toBeLessThanOrEqual(end === "" ? Infinity : width);
        expect(text.startsWith(start.replace(/…$/, ""))).toBe(true);
        expect(text.endsWith(end.replace(/^… /, ""))).toBe(true);
      }),
    );
  });

  test("LN10 a text of which next to nothing fits is left out", () => {
    expect(fitText("discarded", 20)).toBe("");
    expect(fitTextEnd("could you book a table", 70)).toBe("… a table");
  });
});
