import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dropWords, endsSentence, isSameWords, startsWithWords, toWords } from "./words.ts";

describe("N1 words are compared without case, punctuation, symbols and variants of white space", () => {
  test.each([
    ["", []],
    [" \n…!", []],
    ["Hello,  World!", ["hello", "world"]],
    ["well-known", ["well", "known"]],
    ["at 3.5 €", ["at", "3", "5"]],
    ["ＨＥＬＬＯ\u00a0world", ["hello", "world"]],
    ["ﬁne", ["fine"]],
  ])("%j", (text, words) => expect(toWords(text)).toEqual(words));
});

test("N2 an apostrophe inside a word is no separator, straight or curved", () => {
  expect(toWords("Don't")).toEqual(toWords("don’t"));
  expect(toWords("rock'n'roll 'quoted'")).toEqual(["rocknroll", "quoted"]);
});

test("N3 a script without spaces counts each character as a word", () => {
  expect(toWords("我要 table")).toEqual(["我", "要", "table"]);
  expect(toWords("ありがとう。")).toEqual(["あ", "り", "が", "と", "う"]);
  expect(toWords("𠮷野")).toEqual(["𠮷", "野"]);
});

describe("N4 beginnings", () => {
  test("every list begins with itself and with the empty one", () => {
    expect(startsWithWords(["a", "b"], ["a", "b"])).toBe(true);
    expect(startsWithWords(["a", "b"], [])).toBe(true);
    expect(startsWithWords(["a"], ["a", "b"])).toBe(false);
    expect(startsWithWords(["a", "b"], ["b"])).toBe(false);
  });
  test("the same words are the same in number and order", () => {
    expect(isSameWords(["a", "b"], ["a", "b"])).toBe(true);
    expect(isSameWords(["a", "b"], ["a"])).toBe(false);
    expect(isSameWords(["a", "b"], ["b", "a"])).toBe(false);
  });
});

describe("N5 dropping words keeps the case and punctuation of the rest", () => {
  test.each([
    ["Book a table, for Two!", 3, "for Two!"],
    ["Book a table - for two", 3, "for two"],
    ["well-known Ann", 1, "known Ann"],
    ["it is -5", 2, "-5"],
    ["Don't stop", 1, "stop"],
    ["我要两个。好", 2, "两个。好"],
    ["要 table 两", 2, "两"],
    ["two words", 2, ""],
    ["two words", 3, ""],
    ["none", 0, "none"],
  ])("%j without %i is %j", (text, count, rest) => expect(dropWords(text, count)).toBe(rest));

  test("what is left has exactly the other words", () => {
    const piece = fc.constantFrom("Ann", "don't", "well-known", "3.5", "我要", "-", "…", "ok!", "“yes”", "𠮷");
    fc.assert(
      fc.property(fc.array(piece), fc.nat(12), (pieces, count) => {
        const text = pieces.join(" ");
        expect(toWords(dropWords(text, count))).toEqual(toWords(text).slice(count));
      }),
    );
  });
});

test("N6 a sentence ends with its mark, whatever closes behind it", () => {
  expect(["Yes.", "Yes?!", 'He said "go."', "好。", "¿Sí? ", "ok)"].map(endsSentence)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
});

test("N7 a very long text without a space is no trap", () => {
  const text = "我".repeat(32_000);
  expect(dropWords(text, 31_999)).toBe("我");
  expect(dropWords("x".repeat(64_000), 1)).toBe("");
});
