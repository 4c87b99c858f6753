import { expect, test } from "vitest";
import { toTail } from "./tail.ts";

test("TC3 words are lower case and without punctuation, but keep their apostrophes", () => {
  expect(toTail("Hi, I’d like “twenty-five” of them - that's ALL").words).toEqual(
    "hi i'd like twenty five of them that's all".split(" "),
  );
});

test("TC3 noise tags are no words, a mask in capitals is one", () => {
  expect(toTail("[noise] my <unk> name is [PII]").words).toEqual(["my", "name", "is", "pii"]);
  expect(toTail("[noise]").words).toEqual([]);
});

test("TC3 `mm hmm`, `um hum` and `uh huh` are one word, a.m. and p.m. too", () => {
  expect(toTail("Uh-huh mm hmm um-hum at 5 p.m.").words).toEqual(["mhm", "mhm", "mhm", "at", "5", "pm"]);
});

test.each([
  ["book a table.", "stop"],
  ["book a table!", "stop"],
  ["一つください。", "stop"],
  ['she said "yes."', "stop"],
  ["is it open?", "question"],
  ["هل هو مفتوح؟", "question"],
  ["well,", "comma"],
  ["I was –", "comma"],
  ["let me see...", "trailing"],
  ["let me see…", "trailing"],
  ["book a table", "none"],
] as const)("TC3 the mark of %j is %s", (text, mark) => {
  expect(toTail(text).mark).toBe(mark);
});

test("TC3 a sentence starts behind a full stop, and not behind an abbreviation", () => {
  expect(toTail("That's it. Thank you").sentence).toBe(2);
  expect(toTail("at 5 p.m. on Friday").sentence).toBe(0);
  expect(toTail("That's it.").sentence).toBe(0);
});

test("TC3 a word that was cut off", () => {
  expect([toTail("i wou~"), toTail("i wou-"), toTail("i would")].map((tail) => tail.broken)).toEqual([
    true,
    true,
    false,
  ]);
});

test("TC3 of a long turn it keeps the end, and that it was long", () => {
  const tail = toTail(`${"one two three four five six seven eight nine ten ".repeat(30)}and then`);
  expect(tail.words.length).toBeLessThanOrEqual(40);
  expect(tail.words.slice(-3)).toEqual(["ten", "and", "then"]);
  expect(tail.total).toBeGreaterThan(60);
  expect(toTail("字".repeat(100_000)).words[0]?.length).toBeLessThanOrEqual(240);
});
