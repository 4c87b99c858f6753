import { expect, test } from "vitest";
import { clauseOf, type Clause } from "./clause.ts";
import { kindOf } from "./lexicon.ts";
import { toTail } from "./tail.ts";

function read(text: string): Clause {
  return clauseOf(toTail(text));
}

test.each([
  ["and", "coordinator"],
  ["because", "subordinator"],
  ["the", "determiner"],
  ["my", "possessive"],
  ["seven", "digit"],
  ["um", "filler"],
  ["i'll", "subject-auxiliary"],
  ["account", "noun"],
  ["blue", "adjective"],
  ["$20", "number"],
  ["42", "number"],
  ["frobnicating", "ing"],
  ["frobnicated", "ed"],
  ["frobs", "plural"],
  ["frob", "word"],
])("TC4 %j is a %s", (word, kind) => {
  expect(kindOf(word)).toBe(kind);
});

test.each([
  "i would like to",
  "we need the",
  "because",
  "yes and",
  "my number is",
  "that's too",
  "i'm",
  "i think that",
  "the red one,",
  "please give me a um",
])("TC5 %j is open", (text) => {
  expect(read(text).open).toBe(true);
});

test.each([
  "yes i do",
  "it is",
  "you too",
  "i think so",
  "who is it for",
  "what was that",
  "i want to know what the branch hours are",
  "that is what I came for.",
  "my savings account",
  "",
])("TC5 %j is not", (text) => {
  expect(read(text).open).toBe(false);
});

test("TC5 the last clause begins behind the last joint that a subject follows", () => {
  expect(read("i called you but you were out")).toMatchObject({ start: 4, subject: true, verb: true, complements: 1 });
  expect(read("salt and pepper").start).toBe(0);
  expect(read("That's it. Thank you").start).toBe(3);
});

test("TC5 a question has its question word or its verb in front", () => {
  const texts = ["what are the hours", "can you help me", "is there a fee", "well how much is it", "it is", "you can"];
  expect(texts.map((text) => read(text).question)).toEqual([true, true, true, true, false, false]);
});
