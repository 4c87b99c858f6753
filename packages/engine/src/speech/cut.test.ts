import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutAtWord } from "./cut.ts";

describe("H1 what was heard ends at the last word that was played whole", () => {
  test.each([
    ["Of course. At eight", 0, ""],
    ["Of course. At eight", 1, ""],
    ["Of course. At eight", 2, "Of"],
    ["Of course. At eight", 3, "Of"],
    ["Of course. At eight", 9, "Of course"],
    ["Of course. At eight", 10, "Of course."],
    ["Of course. At eight", 18, "Of course. At"],
    ["Of course. At eight", 19, "Of course. At eight"],
    ["Of course", 99, "Of course"],
    ["Of course", -1, ""],
    ["Of course", Number.NaN, ""],
  ])("%j at %d is %j", (text, chars, heard) => expect(cutAtWord(text, chars)).toBe(heard));
});

test("H2 what stands together is one word: numbers, compounds, apostrophes", () => {
  expect(cutAtWord("about 3.5 euros", 8)).toBe("about");
  expect(cutAtWord("a well-known face", 7)).toBe("a");
  expect(cutAtWord("I don't know", 5)).toBe("I");
});

test("H3 in a script without spaces every character is a word, with its marks", () => {
  expect(cutAtWord("好的，没问题", 2)).toBe("好的");
  expect(cutAtWord("好的，没问题", 4)).toBe("好的，没");
  expect(cutAtWord("สวัสดี", 3)).toBe("สวั");
  expect(cutAtWord("สวัสดี", 2)).toBe("ส");
  expect(cutAtWord("𠮷野家", 3)).toBe("𠮷野");
});

test("H4 the cut is never inside a word or a surrogate pair", () => {
  const token = fc.constantFrom("Ann", " ", " ", "don't", "3.5", "我", "𠮷", "😀", "e\u0301", ".", "-", "็");
  fc.assert(
    fc.property(fc.array(token), fc.nat(60), (tokens, chars) => {
      const text = tokens.join("");
      const heard = cutAtWord(text, chars);
      expect(text.startsWith(heard)).toBe(true);
      expect(heard.length).toBeLessThanOrEqual(Math.min(chars, text.length));
      expect(heard.isWellFormed()).toBe(true);
      const inWord =
        /[\p{Script=Latin}\p{N}]$/u.test(heard) && /^[\p{Script=Latin}\p{N}\p{M}]/u.test(text.slice(heard.length));
      expect(inWord).toBe(false);
    }),
  );
});

test("H5 a very long word is no trap", () => {
  expect(cutAtWord(`${"x".repeat(200_000)} y`, 199_999)).toBe("");
});
