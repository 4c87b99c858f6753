import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellsOf, toPrintable } from "./cells.ts";
import { fitLine } from "./prompt-row.ts";
import { createWordWrap } from "./word-wrap.ts";

const wrapOf = (columns: number) => createWordWrap({ columns: () => columns, indent: "  ", newline: "\n" });
const words = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("日本語", "word", "👩‍👩‍👧", "\n")));

describe("cells", () => {
  test.each([
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["日本", 4],
    ["ｆｕｌｌ", 8],
    ["한국", 4],
    ["👩‍👩‍👧", 2],
    ["🇨🇭", 2],
    ["❤️", 2],
    ["\u200b", 0],
    ["→…·—", 4],
  ])("%s takes %i", (text, cells) => expect(cellsOf(text)).toBe(cells));

  test("what others wrote cannot move the cursor, ring or colour: it is shown as text", () => {
    expect(toPrintable("a\u001b[31m\u0007b\tc\u009b2Jd\r\ne")).toBe("a[31mb c2Jd\ne");
  });
});

describe("the prompt's row", () => {
  test.each([
    ["abc|", 10, { text: "abc", cursorCells: 3 }],
    ["|abcdefghijkl", 10, { text: "abcdefgh…", cursorCells: 0 }],
    ["abcdefghijkl|", 10, { text: "…efghijkl", cursorCells: 9 }],
    ["abcdefgh|ijklmnop", 10, { text: "abcdefgh…", cursorCells: 8 }],
    ["abcdefghijkl|mnop", 10, { text: "…efghijkl", cursorCells: 9 }],
    ["日本語日本語|", 8, { text: "…日本語", cursorCells: 7 }],
  ])("%s in %i cells: %o", (shown, cells, row) => {
    const line = { text: shown.replace("|", ""), cursor: shown.indexOf("|") };
    expect(fitLine(line, cells)).toEqual(row);
  });

  test("never fills its last cell, and has the cursor in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), fc.integer({ min: 4, max: 30 }), (text, at, cells) => {
        const row = fitLine({ text, cursor: Math.min(at, text.length) }, cells);
        expect(cellsOf(row.text)).toBeLessThan(cells);
        expect(row.cursorCells).toBeLessThan(cells);
      }),
    );
  });
});

describe("word wrap", () => {
  test("breaks between words, indents, and keeps the line breaks of the text", () => {
    const wrap = wrapOf(20);
    const shown = wrap.push("one two three four five six\n\nseven  eight") + wrap.end();
    expect(shown).toBe("one two three\n  four five six\n  \n  seven  eight");
  });

  test("a word that is longer than a row is broken; scripts without spaces are broken anywhere", () => {
    const wrap = wrapOf(10);
    expect(wrap.push("abcdefghijklmn 日本語日本語。") + wrap.end()).toBe(
      "abcdefg\n  hijklmn\n  日本語\n  日本語。".replace("日本語。", "日本\n  語。"),
    );
  });

  test("a reply begins with its first word and ends with its last", () => {
    const wrap = wrapOf(20);
    expect(wrap.push("\n\n  hello") + wrap.push(" you\n\n") + wrap.end()).toBe("hello you");
  });

  test("is the same however the text was cut, loses no word, and no row is too long", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 8, max: 40 }), (pieces, columns) => {
        const [whole, cut] = [wrapOf(columns), wrapOf(columns)];
        const shown = whole.push(pieces.join("")) + whole.end();
        expect(pieces.map((piece) => cut.push(piece)).join("") + cut.end()).toBe(shown);
        expect(shown.replace(/\s/gu, "")).toBe(toPrintable(pieces.join("")).replace(/\s/gu, ""));
        for (const [index, row] of shown.split("\n").entries()) {
          expect(cellsOf(row) + (index === 0 ? 2 : 0)).toBeLessThan(columns);
        }
      }),
    );
  });
});
