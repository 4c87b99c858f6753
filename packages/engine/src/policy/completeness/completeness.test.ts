import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeness, completenessAfter } from "./completeness.ts";
import { isEnglish } from "./language.ts";
import { afterSilence } from "./silence.ts";
import { stoppedTurns, wholeTurns } from "./testing/cases.ts";

test("TC1 a probability for every text, in every language", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.option(fc.string(), { nil: undefined }), (text, language) => {
      const probability = completeness(text, language);
      expect(probability >= 0 && probability <= 1).toBe(true);
      expect(completeness(text, language)).toBe(probability);
    }),
  );
});

test("TC1 without a word nothing is complete", () => {
  expect(["", "  ", "…", "[noise]", "?"].map((text) => completeness(text))).toEqual([0, 0, 0, 0, 0]);
});

test("TC1 the whole turn counts, not its last segment", () => {
  expect(completeness("new york")).toBeGreaterThan(completeness("i would like a ticket from boston to new york and"));
  const [alone, within] = ["zero four five", "my zip code is nine zero zero four five"].map((text) =>
    completeness(text),
  );
  expect(within).toBeGreaterThan((alone ?? 1) + 0.2);
});

describe("TC1 everyday English that it was not trained on", () => {
  // Where the two lists part; after a word a turn ends in one of seven.
  const threshold = 0.1;
  const low = wholeTurns.filter((text) => completeness(text) < threshold);
  const high = stoppedTurns.filter((text) => completeness(text) >= threshold);
  test("there are enough cases of both", () => {
    expect(new Set([...wholeTurns, ...stoppedTurns]).size).toBeGreaterThan(190);
  });
  test("nine whole turns in ten are above the line", () => {
    expect(low.length / wholeTurns.length, low.join("; ")).toBeLessThanOrEqual(0.1);
  });
  test("95 of 100 stopped ones are below it", () => {
    expect(high.length / stoppedTurns.length, high.join("; ")).toBeLessThanOrEqual(0.05);
  });
  test("of a whole and a stopped turn the whole one is nearly always the more complete", () => {
    const pairs = wholeTurns.flatMap((whole) =>
      stoppedTurns.map((stopped) => completeness(whole) > completeness(stopped)),
    );
    expect(pairs.filter(Boolean).length / pairs.length).toBeGreaterThan(0.98);
  });
});

test("TC1 punctuation is evidence, and none is needed", () => {
  for (const text of ["i lost my debit card", "what time do you open"]) {
    const written = text.replace(/^./u, (letter) => letter.toUpperCase());
    expect(completeness(`${written}.`)).toBeGreaterThan(completeness(text));
    expect(completeness(`${written},`)).toBeLessThan(completeness(text));
    expect(completeness(text)).toBeGreaterThan(0.2);
  }
});

test.each([
  ["quiero cambiar mi", "spanish"],
  ["ich möchte ein konto eröffnen", undefined],
  ["je voudrais réserver une table", undefined],
  ["你好，我想", undefined],
  ["ขอบคุณ", undefined],
  ["مرحبا كيف", undefined],
  ["i would like to", "de"],
])("TC2 %j (%s) is not judged by English words", (text, language) => {
  expect(isEnglish(text, language)).toBe(false);
  expect(completeness(text, language)).toBe(0.3);
  expect(completeness(`${text}.`, language)).toBe(0.7);
  expect(completeness(`${text}?`, language)).toBe(0.85);
  expect(completeness(`${text},`, language)).toBe(0.1);
});

test.each([
  ["i would like to", undefined],
  ["i'd like a café au lait please", undefined],
  ["i would like to", "en-GB"],
  ["i would like to", "English"],
  ["i would like to", "multilingual"],
  ["hola", "en"],
  ["patricia", undefined],
])("TC2 %j (%s) is", (text, language) => {
  expect(isEnglish(text, language)).toBe(true);
});

describe("TC10 silence makes a turn more complete", () => {
  const steps = [
    { ms: 200, slope: 0.9, shift: 1.5 },
    { ms: 600, slope: 0.7, shift: 2 },
  ];
  test("by the line of its step, between two by one between them, and by the last one from there on", () => {
    expect(afterSilence(0.5, 0, steps)).toBeCloseTo(0.5);
    expect(afterSilence(0.5, 200, steps)).toBeCloseTo(1 / (1 + Math.exp(-1.5)));
    expect(afterSilence(0.5, 400, steps)).toBeCloseTo(1 / (1 + Math.exp(-1.75)));
    expect(afterSilence(0.5, 9000, steps)).toBeCloseTo(1 / (1 + Math.exp(-2)));
  });
  test("never less, and it keeps the order of two texts", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.nat({ max: 5000 }), (one, other, ms) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const [lowAfter, highAfter] = [completenessAfter(low, ms), completenessAfter(high, ms)];
        expect(lowAfter >= low && highAfter <= 1 && lowAfter <= highAfter + 1e-12).toBe(true);
      }),
    );
  });
  test("a stopped turn stays one for a while", () => {
    expect(completenessAfter(completeness("the address is"), 700)).toBeLessThan(0.25);
    expect(completenessAfter(completeness("no that's it thank you"), 200)).toBeGreaterThan(0.7);
  });
});
