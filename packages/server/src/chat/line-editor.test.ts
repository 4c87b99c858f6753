import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphemesOf } from "./cells.ts";
import type { EditKeyName, Key } from "./key.ts";
import { editLine, emptyLine, longestLine, type Line } from "./line-editor.ts";

/** A line with its cursor as |. */
function lineOf(text: string): Line {
  return { text: text.replace("|", ""), cursor: text.indexOf("|") };
}

function show({ text, cursor }: Line): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const editKeys: readonly EditKeyName[] = [
  "backspace",
  "delete",
  "delete-word",
  "delete-next-word",
  "delete-to-start",
  "delete-to-end",
  "left",
  "right",
  "word-left",
  "word-right",
  "home",
  "end",
];

describe("the line editor", () => {
  test.each<[string, Key | EditKeyName, string]>([
    ["|", { type: "text", text: "a" }, "a|"],
    ["a|c", { type: "text", text: "b" }, "ab|c"],
    ["ab|c", "backspace", "a|c"],
    ["|abc", "backspace", "|abc"],
    ["a|bc", "delete", "a|c"],
    ["abc|", "delete", "abc|"],
    ["one two|", "delete-word", "one |"],
    ["one two  |three", "delete-word", "one |three"],
    ["one |two three", "delete-next-word", "one | three"],
    ["one| two", "delete-next-word", "one|"],
    ["one |two", "delete-to-start", "|two"],
    ["one |two", "delete-to-end", "one |"],
    ["a|b", "left", "|ab"],
    ["|ab", "left", "|ab"],
    ["a|b", "right", "ab|"],
    ["ab|", "right", "ab|"],
    ["one two|", "word-left", "one |two"],
    ["one| two", "word-right", "one two|"],
    ["one|", "home", "|one"],
    ["|one", "end", "one|"],
    // What a reader calls one character is one: accents, families, flags, surrogate pairs, wide ones.
    ["e\u0301|", "backspace", "|"],
    ["a👩‍👩‍👧|", "backspace", "a|"],
    ["🇨🇭|🇫🇷", "left", "|🇨🇭🇫🇷"],
    ["日|本", "delete", "日|"],
    ["e|x", { type: "text", text: "\u0301" }, "e\u0301|x"],
    // A paste is one line, whatever it was.
    ["say |", { type: "paste", text: "one\r\n  two\tthree\u0007" }, "say one two three|"],
  ])("%s, %j: %s", (before, key, after) => {
    expect(show(editLine(lineOf(before), typeof key === "string" ? { type: key } : key))).toBe(after);
  });

  test("a joiner that is typed between two makes them one, and the cursor stands behind it", () => {
    expect(show(editLine(lineOf("👩|👧"), { type: "text", text: "\u200d" }))).toBe("👩\u200d👧|");
  });

  test("keys that end a line leave it as it is, and an unchanged line is the same value", () => {
    const line = lineOf("a|b");
    for (const type of ["enter", "escape", "leave"] as const) expect(editLine(line, { type })).toBe(line);
    expect(editLine(emptyLine, { type: "left" })).toBe(emptyLine);
  });

  test("a text that would make the line longer than a turn may be is not taken in part", () => {
    const full = editLine(emptyLine, { type: "paste", text: "x".repeat(longestLine) });
    expect(full.text).toHaveLength(longestLine);
    expect(editLine(full, { type: "text", text: "y" })).toBe(full);
    expect(editLine(lineOf("a|"), { type: "paste", text: "x".repeat(longestLine) })).toEqual(lineOf("a|"));
  });

  const text = fc.string({ unit: "grapheme" }).map((one) => one.replace(/\p{Cc}/gu, ""));
  const key: fc.Arbitrary<Key> = fc.oneof(
    text.map((one) => ({ type: "text", text: one }) as const),
    text.map((one) => ({ type: "paste", text: one }) as const),
    fc.constantFrom(...editKeys).map((type) => ({ type })),
  );

  test("no code point is lost, torn or made up, and the cursor always stands between two graphemes", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        let line = emptyLine;
        for (const one of keys) {
          const next = editLine(line, one);
          expect(next.text.isWellFormed()).toBe(true);
          const starts = graphemesOf(next.text).reduce((at, grapheme) => [...at, at.at(-1)! + grapheme.length], [0]);
          expect(starts).toContain(next.cursor);
          const { text: before, cursor } = line;
          if ("text" in one) {
            expect(next.text).toBe(before.slice(0, cursor) + one.text + before.slice(cursor));
          } else if (/^delete|^backspace/.test(one.type)) {
            // One piece went, at the cursor; everything else is as it was.
            const gone = before.length - next.text.length;
            const places = Array.from({ length: gone + 1 }, (_, back) => cursor - back);
            expect(places.map((at) => before.slice(0, Math.max(0, at)) + before.slice(at + gone))).toContain(next.text);
          } else expect(next.text).toBe(before);
          line = next;
        }
      }),
    );
  });
});
