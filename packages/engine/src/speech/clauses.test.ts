import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutClauses, flushClauses, noClauses } from "./clauses.ts";

/** The clauses of a text that comes in these pieces, and what is left. */
function cut(...pieces: readonly string[]): readonly string[] {
  let state = noClauses;
  const clauses: string[] = [];
  for (const piece of pieces) {
    const next = cutClauses(state, piece);
    state = next.cut;
    clauses.push(...next.clauses);
  }
  expect(state.count).toBe(clauses.length);
  return [...clauses, state.rest];
}

describe("CL1 a clause ends at a mark", () => {
  test.each([
    ["Which time suits you? Eight", ["Which time suits you?", "Eight"]],
    ["Of course I can; at eight", ["Of course I can;", "at eight"]],
    ["Here is the list: one", ["Here is the list:", "one"]],
    ["If you like, we", ["If you like,", "we"]],
    ["If you like — we", ["If you like —", "we"]],
    ['He said "go on now!" Then', ['He said "go on now!"', "Then"]],
  ])("%j", (text, clauses) => expect(cut(text)).toEqual(clauses));

  test("at the end of what has come, too", () => {
    expect(cut("That is fine.")).toEqual(["That is fine.", ""]);
  });
  test("a comma only before white space", () => {
    expect(cut("It has 1,000 seats,")).toEqual(["It has 1,000 seats,"]);
  });
});

test("CL2 a clause has at least three words", () => {
  expect(cut("Yes. Sure. Why not? Well")).toEqual(["Yes. Sure. Why not?", "Well"]);
  expect(cut("— — — — yes. no")).toEqual(["— — — — yes. no"]);
});

test("CL3 a clause has at most twelve words", () => {
  const words = Array.from({ length: 26 }, (_, index) => `w${index}`).join(" ");
  expect(cut(words).map((clause) => clause.split(" ").length)).toEqual([12, 12, 2]);
});

describe("CL4 a mark inside a number, behind an initial or an abbreviation ends nothing", () => {
  test.each(["It costs about 3.5 euros", "Please ask for Dr. Who", "It was J. Doe", "Bring tea e.g. Assam"])(
    "%j",
    (text) => expect(cut(text)).toEqual([text]),
  );
  test("also while it is not known what follows", () => {
    expect(cut("It costs about 3.", "5 euros")).toEqual(["It costs about 3.5 euros"]);
    expect(cut("Please ask for Dr.", " Who")).toEqual(["Please ask for Dr. Who"]);
    expect(cut("We open at 8.", " Come")).toEqual(["We open at 8.", "Come"]);
  });
  test("the pronoun is no initial", () => {
    expect(cut("Neither do I. Well")).toEqual(["Neither do I.", "Well"]);
  });
});

describe("CL5 in a script without spaces a character is a word, of a third of the length", () => {
  test("its marks need no white space", () => {
    expect(cut("好的。没问题，我来订。您几位？")).toEqual(["好的。没问题，", "我来订。", "您几位？", ""]);
    expect(cut("はい、わかりました。")).toEqual(["はい、わかりました。", ""]);
  });
  test("36 characters at most, and never inside a pair", () => {
    expect(cut("字".repeat(80)).map((clause) => clause.length)).toEqual([36, 36, 8]);
    expect(cut("𠮷".repeat(40)).map((clause) => clause.length)).toEqual([72, 8]);
  });
});

test("CL6 text without white space and marks is cut at 400 units, and never inside a pair", () => {
  expect(cut("x".repeat(1000)).map((clause) => clause.length)).toEqual([400, 400, 200]);
  expect(cut(`x${"😀".repeat(300)}`).map((clause) => clause.length)).toEqual([401, 200]);
  expect(cut(" \n".repeat(5000))).toEqual([""]);
});

const token = fc.constantFrom(
  ..."yes no, 3 . .5 Dr. Who — “ok” ! ?! ; : 好 。 我来订， e.g. \n I x. www.example.com 😀 ... 1,000 𠮷".split(" "),
  " ",
  " ",
  " and then we ",
);
const anyText = fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join(""));
const squeeze = (text: string): string => text.replaceAll(/\s+/gu, "");

test("CL7 however the text is cut, the clauses join to the same text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (let at = 0; at <= text.length; at += 1) {
        expect(squeeze(cut(text.slice(0, at), text.slice(at)).join(""))).toBe(squeeze(text));
      }
      expect(squeeze(cut(...text.split("")).join(""))).toBe(squeeze(text));
    }),
  );
});

test("CL8 a cut that is not right behind a mark makes no difference to the clauses", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const whole = cut(text);
      for (let at = 0; at <= text.length; at += 1) {
        const behindMark = /[\p{P}\p{S}]$/u.test(text.slice(0, at));
        const insidePair = /^[\udc00-\udfff]/u.test(text.slice(at));
        if (!behindMark && !insidePair) expect(cut(text.slice(0, at), text.slice(at))).toEqual(whole);
      }
    }),
  );
});

test("CL9 where nothing more comes for a while, what is left is a clause, however short", () => {
  const { cut: before } = cutClauses(noClauses, "Of course, one moment. Let me");
  expect(flushClauses(before)).toEqual({ cut: { rest: "", count: before.count + 1 }, clauses: ["Let me"] });
  expect(flushClauses(noClauses)).toEqual({ cut: noClauses, clauses: [] });
});
