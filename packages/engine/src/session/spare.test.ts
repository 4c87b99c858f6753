import fc from "fast-check";
import { expect, test } from "vitest";
import { changeSpare, unknownSpare } from "./spare.ts";

test("P30 what was saved or overspent is bounded: no debt lasts for ever", () => {
  const law = fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true })), (changes) => {
    const spare = changes.reduce(changeSpare, unknownSpare);
    return spare >= -6 && spare <= 1.5;
  });
  fc.assert(law);
  expect(changeSpare(-6, 3)).toBe(-3);
});
