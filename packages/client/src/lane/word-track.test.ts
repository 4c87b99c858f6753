import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { reviseWords } from "./word-track.ts";
import type { WordTrack } from "./word-track.ts";

const nothing: WordTrack = { words: [], struck: [] };

function hear(...told: readonly (readonly [atMs: number, text: string])[]): WordTrack {
  return told.reduce((track, [atMs, text]) => reviseWords(track, text, atMs), nothing);
}

function times(track: WordTrack): string {
  return track.words.map((word) => `${word.text}@${word.atMs}`).join(" ");
}

describe("the words of a turn", () => {
  test("LN2 a word has the time at which it was first there", () => {
    expect(times(hear([10, "I"], [20, "I lost"], [30, "I lost my card"]))).toBe("I@10 lost@20 my@30 card@30");
  });

  test("LN2 case and full stops are no news", () => {
    const track = hear([10, "i lost"], [50, "I lost."]);
    expect(times(track)).toBe("I@10 lost.@10");
    expect(track.struck).toEqual([]);
  });

  test("LN2 a word that was revised away is kept as struck, with when it went", () => {
    const track = hear([10, "my"], [20, "my death"], [30, "my debit card"]);
    expect(times(track)).toBe("my@10 debit@30 card@30");
    expect(track.struck).toEqual([{ text: "death", atMs: 20, untilMs: 30 }]);
  });

  test("LN2 a word that is typed letter by letter is one word, and none of its beginnings is struck", () => {
    const track = hear([10, "a"], [20, "a t"], [30, "a ta"], [40, "a table"]);
    expect(times(track)).toBe("a@10 table@40");
    expect(track.struck).toEqual([]);
  });

  test("LN2 a word that goes letter by letter is struck once, and whole", () => {
    const track = hear([10, "for two"], [20, "for tw"], [30, "for t"], [40, "for"], [50, "for f"], [60, "for four"]);
    expect(times(track)).toBe("for@10 four@60");
    expect(track.struck).toEqual([{ text: "two", atMs: 10, untilMs: 40 }]);
  });

  test("LN2 a word changed in the middle takes the time of the words behind it, so that times rise", () => {
    expect(times(hear([10, "to the"], [20, "to the bank"], [90, "two the bank"]))).toBe("two@10 the@10 bank@20");
  });

  test("LN2 words that are taken back are gone", () => {
    expect(times(hear([10, "a b c"], [20, "a"]))).toBe("a@10");
    expect(times(hear([10, "a b c"], [20, ""]))).toBe("");
  });

  test("LN2 whatever is told, the words are the last ones told, their times rise, and both lists are bounded", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c.", "C"), { maxLength: 8 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
        const track = hear(...texts.map((one, index) => [index * 10, one] as const));
        expect(track.words.map((word) => word.text).join(" ")).toBe(texts.at(-1) ?? "");
        const at = track.words.map((word) => word.atMs);
        expect(at).toEqual(at.toSorted((one, other) => one - other));
        expect(track.struck.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});
