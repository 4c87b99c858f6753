import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRepetitionCut } from "./repeated-opener.ts";

/** The answer in these pieces, without the repetition. */
function cut(said: string, pieces: readonly string[]): string {
  const repetition = createRepetitionCut(said);
  return [...pieces.map((piece) => repetition.push(piece)), repetition.end()].join("");
}

const said = "Sure, let me check that for you.";

const answers: readonly (readonly [answer: string, rest: string])[] = [
  ["Your card is on its way.", "Your card is on its way."],
  [" Your card is on its way.", " Your card is on its way."],
  [`${said} Your card is on its way.`, "Your card is on its way."],
  ["sure let me check that for you! Your card", "Your card"],
  [`"${said}" Your card`, "Your card"],
  ["Sure — let me check that\nfor you … Your card", "Your card"],
  [said, ""],
  [`${said} `, ""],
  ["Sure, let me check that for yourself", "Sure, let me check that for yourself"],
  ["Sure, let me check.", "Sure, let me check."],
  ["Sure", "Sure"],
  ["", ""],
  ["... ", "... "],
  [`${said} ${said} Your card`, `${said} Your card`],
];

describe("R45 what was said already is not said again", () => {
  test.each(answers)("%j leaves %j, cut at every character", (answer, rest) => {
    expect(cut(said, [answer])).toBe(rest);
    expect(cut(said, Array.from(answer))).toBe(rest);
    for (let at = 0; at <= answer.length; at += 1)
      expect(cut(said, [answer.slice(0, at), answer.slice(at)])).toBe(rest);
  });

  test("however the answer comes in pieces it leaves the same, and but for the repetition nothing is lost", () => {
    const word = fc.constantFrom("okay", "Okay", ",", " ", ".", "okayish", "sure", "5", "é", "\u{1F600}");
    const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(""));
    fc.assert(
      fc.property(text, text, fc.array(fc.nat(40), { maxLength: 4 }), (before, answer, cuts) => {
        const at = [0, ...cuts.map((one) => Math.min(one, answer.length)).toSorted((a, b) => a - b), answer.length];
        const pieces = at.slice(1).map((end, index) => answer.slice(at[index], end));
        const rest = cut(before, pieces);
        expect(rest).toBe(cut(before, [answer]));
        expect(answer.endsWith(rest)).toBe(true);
      }),
    );
  });

  test("an answer that goes on with something else is let out with its first letters", () => {
    const repetition = createRepetitionCut(said);
    expect(repetition.push(" Yo")).toBe(" Yo");
    expect(repetition.push("ur")).toBe("ur");
  });
});
