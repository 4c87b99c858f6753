import fc from "fast-check";
import { expect, test } from "vitest";
import { countLetters } from "../testing/arbitrary-history.ts";
import { shorten, shortenTexts } from "./shorten.ts";

const countPairs = (text: string): number => Math.ceil(text.length / 2);

test("C12 a cut text keeps its beginning and its end, and says how much is missing", () => {
  const text = `begin ${"x".repeat(83_000)} end`;
  const cut = shorten(text, 500, countLetters);
  expect(cut.length).toBeLessThanOrEqual(500);
  expect(cut).toMatch(/^begin x+\n\[\.\.\. 82,\d{3} characters left out\]\nx+ end$/u);
  const missing = Number(/\.\.\. ([\d,]+) /u.exec(cut)?.[1]?.replace(",", ""));
  const kept = cut
    .split("\n")
    .filter((_line, index) => index !== 1)
    .join("");
  expect(kept.length + missing).toBe(text.length);
});

test("C12 a text that fits is not touched; one that has no room for its mark is gone", () => {
  expect(shorten("fits", 4, countLetters)).toBe("fits");
  expect(shorten("x".repeat(100), 29, countLetters)).toBe("[... 100 characters left out]");
  expect(shorten("x".repeat(100), 3, countLetters)).toBe("");
});

test("C12 a cut is never inside a surrogate pair, and never over its room", () => {
  const text = fc.string({ unit: "binary", maxLength: 400, size: "max" });
  fc.assert(
    fc.property(text, fc.nat(200), fc.constantFrom(countLetters, countPairs), (whole, most, count) => {
      const cut = shorten(whole, most, count);
      expect(count(cut)).toBeLessThanOrEqual(most);
      expect(cut.isWellFormed()).toBe(true);
    }),
  );
});

test("C12 of several texts the longest are cut, to the same length", () => {
  const [short, one, other] = shortenTexts(["short", "a".repeat(500), "b".repeat(900)], 405, countLetters);
  expect(short).toBe("short");
  expect([one?.length, other?.length].every((length) => length !== undefined && length > 150 && length <= 200)).toBe(
    true,
  );
  expect(shortenTexts(["fits", "too"], 7, countLetters)).toEqual(["fits", "too"]);
  expect(shortenTexts([], 7, countLetters)).toEqual([]);
});
