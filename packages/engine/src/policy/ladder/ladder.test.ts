import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rung } from "../../effect.ts";
import { toWords } from "../../transcript/words.ts";
import { contradictsLadder, equalOnly, everyRung, matchLadder, type Rungs } from "./ladder.ts";
import { equalFail, equalPass } from "./testing/equal-cases.ts";
import { formatsFail, formatsPass } from "./testing/formats-cases.ts";
import { tailFail, tailPass } from "./testing/tail-cases.ts";

const formatsOnly: Rungs = { equal: false, formats: true, tail: false };
const tailOnly: Rungs = { equal: false, formats: false, tail: true };

function sides(line: string): readonly [readonly string[], readonly string[]] {
  const [one = "", other = ""] = line.split(" | ");
  return [toWords(one), toWords(other)];
}

function rungOf(line: string, rungs: Rungs): Rung | undefined {
  return matchLadder(...sides(line), rungs);
}

test("ML1 each rung has at least sixty cases each way", () => {
  const all = [equalPass, equalFail, formatsPass, formatsFail, tailPass, tailFail];
  expect(all.map((cases) => new Set(cases).size >= 60)).toEqual(all.map(() => true));
});

describe("ML1 equal: the same words, however they are written", () => {
  test.each(equalPass)("%s", (line) => expect(rungOf(line, everyRung)).toBe("equal"));
  test.each(equalFail)("not: %s", (line) => expect(rungOf(line, equalOnly)).toBeUndefined());
});

describe("ML3 formats: the same but for fillers, repetitions, politeness, and how numbers and short forms are written", () => {
  test.each(formatsPass)("%s", (line) => {
    expect(rungOf(line, everyRung)).toBe("formats");
    expect(rungOf(line, formatsOnly)).toBe("formats");
    expect(rungOf(line, equalOnly)).toBeUndefined();
  });
  test.each(formatsFail)("not: %s", (line) => expect(rungOf(line, everyRung)).toBeUndefined());
});

describe("ML6 tail: what follows asks for nothing more", () => {
  test.each(tailPass)("%s", (line) => {
    expect(rungOf(line, tailOnly)).toBe("tail");
    expect(rungOf(line, { ...everyRung, tail: false }) ?? rungOf(line, everyRung)).toMatch(/formats|tail/u);
  });
  test.each(tailFail)("not: %s", (line) => expect(rungOf(line, everyRung)).toBeUndefined());
  test("only behind: what was answered may not have more than what was said", () => {
    expect(rungOf("my credit card if you can | my credit card", everyRung)).toBeUndefined();
  });
});

describe("ML4 numbers", () => {
  test.each([
    ["twenty three", "23"],
    ["three hundred", "300"],
    ["three hundred and five", "305"],
    ["one million two hundred thousand and six", "1,200,006"],
    ["two thousand twenty six", "2026"],
    ["a hundred", "100"],
    ["5 thousand", "5000"],
    ["third", "3rd"],
    ["thirty first", "31st"],
    ["twelfth", "12th"],
    ["oh two two nine eight", "02298"],
    ["seven oh five", "705"],
  ])("%s is %s", (words, figures) => {
    expect(matchLadder(toWords(words), toWords(figures), everyRung)).toBe("formats");
  });
  test.each([
    ["oh one second", "0 1 second"],
    ["five and six", "56"],
    ["1.25", "125"],
    ["nine thirty", "930"],
    ["no one", "no 2"],
    ["twenty first", "20 1"],
  ])("%s is not %s", (words, figures) => {
    expect(matchLadder(toWords(words), toWords(figures), everyRung)).toBeUndefined();
  });
});

describe("ML7 words that may still become a match do not rule a draft out", () => {
  const contradicts = (line: string, rungs = everyRung): boolean => contradictsLadder(...sides(line), rungs);
  test.each([
    "i need a new checkbook | i need a",
    "i need a new checkbook | i need a new checkbook um",
    "i need a new checkbook | i need a new checkbook please",
    "i need a new checkbook | i need a new checkbook if you",
    "i need a new checkbook | i need a new checkbook thank",
    "i need a new checkbook | um i i need",
    "i need a new checkbook | i need a i need",
    "i need a new checkbook | uh",
    "the amount is 135 dollars | the amount is one hundred",
    "the amount is 135 dollars | the amount is a",
    "my number is 245 | my number is two four",
    "that is all | that's",
    "at 11 am | at eleven a",
  ])("%s", (line) => expect(contradicts(line)).toBe(false));
  test.each([
    "i need a new checkbook | i need a new checkbook and",
    "i need a new checkbook | i need a new credit",
    "i need a new checkbook | i need no",
    "my number is 245 | my number is two six",
    "my number is 245 | my number is two four six",
    "my credit card | my credit card my debit",
    "no | no that's",
  ])("not: %s", (line) => expect(contradicts(line)).toBe(true));
  test("with equality alone every new word does", () => {
    expect(contradicts("i need a new checkbook | i need a new checkbook please", equalOnly)).toBe(true);
    expect(contradicts("i need a new checkbook | i need", equalOnly)).toBe(false);
  });
});

const spoken = fc.array(
  fc.constantFrom(
    ..."i my the a card need want to is it that not no what two twenty three hundred and 5 00 oh um uh like you know please thank okay if can robert dont gonna im first so much for am m".split(
      " ",
    ),
  ),
  { minLength: 1, maxLength: 10 },
);
const anyRungs = fc.record({ equal: fc.boolean(), formats: fc.boolean(), tail: fc.boolean() });
const rungOrder: readonly (Rung | undefined)[] = ["equal", "formats", "tail", undefined];

describe("ML8 laws of the ladder", () => {
  test("every text answers itself, by the strictest rung that compares", () => {
    fc.assert(
      fc.property(spoken, (words) => {
        expect(matchLadder(words, words, everyRung)).toBe("equal");
        expect(matchLadder(words, words, formatsOnly)).toBe("formats");
      }),
    );
  });
  test("formats are the same both ways", () => {
    fc.assert(
      fc.property(spoken, spoken, (one, other) => {
        expect(matchLadder(one, other, formatsOnly)).toBe(matchLadder(other, one, formatsOnly));
      }),
    );
  });
  test("another rung never takes back what one before it found, and never rules out more", () => {
    fc.assert(
      fc.property(spoken, spoken, fc.tuple(anyRungs, anyRungs), (one, other, [some, added]) => {
        const more = {
          equal: some.equal || added.equal,
          formats: some.formats || added.formats,
          tail: some.tail || added.tail,
        };
        const before = rungOrder.indexOf(matchLadder(one, other, some));
        expect(rungOrder.indexOf(matchLadder(one, other, more))).toBeLessThanOrEqual(before);
        if (contradictsLadder(one, other, more)) expect(contradictsLadder(one, other, some)).toBe(true);
      }),
    );
  });
  test.each(["formats", "tail"] as const)("what matches by %s was ruled out by none of its beginnings", (rung) => {
    const pairs = (rung === "formats" ? formatsPass : tailPass).map(sides);
    const both = rung === "formats" ? [...pairs, ...pairs.map(([one, other]) => [other, one] as const)] : pairs;
    const ruledOut = both.flatMap(([grounded, said]) =>
      said
        .map((_, index) => said.slice(0, index + 1))
        .filter((heard) => contradictsLadder(grounded, heard, everyRung))
        .map((heard) => `${grounded.join(" ")} | ${heard.join(" ")}`),
    );
    expect(ruledOut).toEqual([]);
  });
});

test("ML2 no rung ever passes a negation, a number or a question word that one side has and the other has not", () => {
  const guarded = fc.constantFrom(
    ..."no not never none nothing without nope dont cant wont seven forty ninety thousand third what when where who which why how".split(
      " ",
    ),
  );
  const real = fc.constantFrom(...equalPass, ...formatsPass, ...tailPass).map(sides);
  fc.assert(
    fc.property(real, guarded, fc.nat(30), ([grounded, said], word, place) => {
      const at = place % (said.length + 1);
      const more = [...said.slice(0, at), word, ...said.slice(at)];
      expect(matchLadder(grounded, more, everyRung)).toBeUndefined();
      expect(matchLadder(more, grounded, everyRung)).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

test("ML2 no rung passes a name or a verb that one side has and the other has not", () => {
  const content = fc.constantFrom(
    ..."robert mary jones check change lost found send cancel savings tuesday".split(" "),
  );
  const real = fc.constantFrom(...equalPass, ...formatsPass, ...tailPass).map(sides);
  fc.assert(
    fc.property(real, content, fc.nat(30), ([grounded, said], word, place) => {
      const at = place % (said.length + 1);
      expect(matchLadder(grounded, [...said.slice(0, at), word, ...said.slice(at)], everyRung)).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

describe("ML5 what says nothing is left out, where it says nothing", () => {
  const passes = (line: string): boolean => rungOf(line, formatsOnly) !== undefined;
  test.each([
    "um i need uh a new checkbook | i need a new checkbook",
    "it was like twenty dollars | it was twenty dollars",
    "from my you know savings account | from my savings account",
    "please send it thank you so much | send it",
    "i i i want to i want to pay | i want to pay",
  ])("%s", (line) => expect(passes(line)).toBe(true));
  test.each([
    "i would like a card | i would a card",
    "what is it like | what is it",
    "do you know my name | do my name",
    "you know what i need | what i need",
    "what do you mean i mean it | what do you mean it",
    "i want to thank you | i want to",
    "uh huh | uh",
    "my name is john john | my name is john",
    "a a r o n | a r o n",
    "no no | no",
    "seven seven | seven",
    "bye bye | bye",
  ])("not: %s", (line) => expect(passes(line)).toBe(false));
  test("a very long turn is no trap", () => {
    const words = Array.from({ length: 5000 }, (_, index) => `w${index % 97}`);
    expect(matchLadder(words, [...words, "please"], everyRung)).toBe("formats");
    expect(contradictsLadder(words, [...words, "please"], everyRung)).toBe(false);
  });
});

test("ML0 every rule of docs/spec/ladder.md is a test's title, and the other way round", () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  const rules = [...read("../../../../../docs/spec/ladder.md").matchAll(/\*\*(ML\d+)\*\*/gu)].map((match) => match[1]);
  const titles = read("ladder.test.ts").match(/(?:describe|test)\("ML\d+/gu) ?? [];
  expect(rules).toEqual([...new Set(rules)]);
  expect(new Set(titles.map((title) => title.slice(title.indexOf("ML"))))).toEqual(new Set(rules));
});
