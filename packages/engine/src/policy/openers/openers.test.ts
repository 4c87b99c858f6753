import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toWords } from "../../transcript/words.ts";
import { openerOf, opens } from "./openers.ts";
import { openerFail, openerPass } from "./testing/opener-cases.ts";

test("SV1 there are at least sixty cases each way", () => {
  expect(new Set(openerPass).size).toBeGreaterThanOrEqual(60);
  expect(new Set(openerFail).size).toBeGreaterThanOrEqual(60);
});

describe("SV1 an opener commits to nothing", () => {
  test.each(openerPass)("%s", (line) => {
    const [opener = "", rest = ""] = line.split(" |");
    expect(openerOf(opener + rest)).toBe(opener);
  });
  test.each(openerFail)("none: %s", (text) => expect(openerOf(text)).toBeUndefined());
});

describe("SV1 while an answer comes", () => {
  test("an opener is one when its mark is there, or when the word behind it is whole", () => {
    expect(openerOf("Sure, let me check that for you")).toBe("Sure,");
    expect(openerOf("Sure, let me check that for you.")).toBe("Sure, let me check that for you.");
    expect(openerOf("okay what")).toBeUndefined();
    expect(openerOf("okay what ")).toBe("okay");
  });

  test("what was an opener stays one, or becomes a longer one", () => {
    const line = fc.constantFrom(...openerPass, ...openerFail).map((text) => text.replace(" |", ""));
    fc.assert(
      fc.property(line, fc.nat(120), (text, cut) => {
        const before = openerOf(text.slice(0, cut));
        if (before !== undefined) expect(openerOf(text)?.startsWith(before.replace(/[.…]+$/u, ""))).toBe(true);
      }),
    );
  });

  test("a very long answer is read no further than its beginning", () => {
    expect(openerOf(`Okay, ${"ha ".repeat(50_000)}`)).toBe("Okay,");
  });
});

describe("SV2 an opener fits in front of another answer", () => {
  const fits = (opener: string, heard: string): boolean => opens(opener, toWords(heard));

  test.each([
    "Okay,",
    "Sure, let me check that for you.",
    "One moment, please.",
    "I'd be happy to help you with that.",
  ])("%s behind a request that goes on", (opener) =>
    expect(fits(opener, "i lost my debit card can you send me a new one")).toBe(true),
  );
  test.each([
    "i need a new card no wait",
    "i would like to transfer money actually never mind",
    "can you check my balance oh cancel that",
    "no that's all thank you",
    "thank you bye",
    "i don't want the card any more",
  ])("only what says nothing but 'heard' where the user turns round: %s", (heard) => {
    expect(["Okay,", "Alright, thank you.", "I see."].map((opener) => fits(opener, heard))).toEqual([true, true, true]);
    expect(["Sure,", "Okay, let me check that.", "Of course."].map((opener) => fits(opener, heard))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
