import { describe, expect, test } from "vitest";
import { openUserWords, type UserWords } from "../transcript/user-words.ts";
import { toWords } from "../transcript/words.ts";
import { plainPolicies, waitingPolicies } from "./plain.ts";
import { turnView } from "./testing/turn-view.ts";

const { trigger, contradicts, match, endOfTurn, interrupts, isBackchannel, countTokens } = plainPolicies;

function user(text: string, parts: Partial<UserWords> = {}): UserWords {
  return { ...openUserWords(0, "server"), text, words: toWords(text), lastWordAt: 1000, ...parts };
}

describe("P1 a draft starts after 200 ms without a new word, or at once where the words are stable or a sentence", () => {
  const view = turnView({ at: 1000, user: user("book a table") });
  const later = { start: false, lookAgainAt: 1200 };
  test("a pause", () => {
    expect(trigger(view)).toEqual(later);
    expect(trigger({ ...view, at: 1199 })).toEqual(later);
    expect(trigger({ ...view, at: 1200 })).toEqual({ start: true, reason: "pause" });
  });
  test("while a voice is heard nothing is a pause", () => {
    expect(trigger({ ...view, at: 5000, voice: true })).toEqual({ start: false, lookAgainAt: undefined });
    expect(trigger({ ...view, user: user("Book a table."), voice: true })).toMatchObject({ start: true });
  });
  test("the quiet counts from the voice where that stopped later", () => {
    expect(trigger({ ...view, at: 1399, quietSince: 1200 })).toEqual({ start: false, lookAgainAt: 1400 });
    expect(trigger({ ...view, at: 1400, quietSince: 1200 })).toMatchObject({ start: true });
  });
  test("stability", () => {
    expect(trigger({ ...view, user: user("book", { stability: 0.9 }) })).toEqual({ start: true, reason: "stable" });
    expect(trigger({ ...view, user: user("book", { stability: 0.89 }) })).toEqual(later);
  });
  test("punctuation", () => {
    expect(trigger({ ...view, user: user("Book a table.") })).toEqual({ start: true, reason: "punctuation" });
    expect(trigger({ ...view, user: user("Book, a table") })).toEqual(later);
  });
});

test("P2 of three drafts a turn one is kept for its end; what is covered or empty needs none", () => {
  const view = turnView({ at: 5000, user: user("book"), started: 1 });
  const no = { start: false, lookAgainAt: undefined };
  expect(trigger(view)).toEqual({ start: true, reason: "pause" });
  expect(trigger({ ...view, started: 2 })).toEqual(no);
  expect(trigger({ ...view, covering: [{ startedAt: 4000, readyAt: undefined, phase: "waiting" }] })).toEqual(no);
  expect(trigger({ ...view, user: user("…") })).toEqual(no);
  expect(waitingPolicies.trigger(view)).toEqual(no);
});

test("P3 any word beyond what a draft answers, or another one, contradicts it; fewer do not", () => {
  const grounded = ["book", "a", "table"];
  expect(contradicts(grounded, [...grounded, "for"])).toBe(true);
  expect(contradicts(grounded, ["look"])).toBe(true);
  expect(contradicts(grounded, ["book", "a"])).toBe(false);
  expect(contradicts(grounded, grounded)).toBe(false);
});

test("P4 a draft answers only the very same words", () => {
  expect(match(["book"], ["book"])).toBe("equal");
  expect(match(["book"], ["book", "please"])).toBeUndefined();
  expect(match(["book", "please"], ["book"])).toBeUndefined();
});

test("P5 silence ends a turn 400, 700 or 1,200 ms after the last word, or after the voice where that was later", () => {
  const ends = (["low", "medium", "high"] as const).map((patience) =>
    endOfTurn(turnView({ user: user("book"), patience })),
  );
  expect(ends).toEqual([1400, 1700, 2200]);
  expect(endOfTurn(turnView({ user: user("book"), quietSince: 3000, patience: "low" }))).toBe(3400);
});

describe("P6 who is interrupted by what", () => {
  const stops = (interruptibility: "low" | "medium" | "high", text: string): boolean =>
    interrupts({ interruptibility, words: toWords(text) });
  test("high: by a voice, and by any word", () => {
    expect([stops("high", ""), stops("high", "mhm"), stops("high", "wait")]).toEqual([true, true, true]);
  });
  test("medium: by the first word that is no backchannel", () => {
    expect([stops("medium", ""), stops("medium", "yeah okay"), stops("medium", "yeah wait")]).toEqual([
      false,
      false,
      true,
    ]);
  });
  test("low: by three such words", () => {
    expect([stops("low", "no yeah wait"), stops("low", "no wait a minute")]).toEqual([false, true]);
  });
});

test("P7 a backchannel has no other word, and nothing said is one", () => {
  expect([isBackchannel(["uh", "huh"]), isBackchannel([]), isBackchannel(["yeah", "no"])]).toEqual([true, true, false]);
});

test("P9 arguments are a JSON object, whatever is in it", () => {
  const check = (given: string): string | undefined => plainPolicies.checkArguments({ name: "look" }, given);
  expect(["{}", '{"a": 1}', "[]", "null", "7", "{"].map(check)).toEqual([
    undefined,
    undefined,
    "its arguments are not a JSON object",
    "its arguments are not a JSON object",
    "its arguments are not a JSON object",
    "its arguments are not valid JSON",
  ]);
});

test("P8 a token is about four characters", () => {
  expect(["", "a", "four", "fives"].map(countTokens)).toEqual([0, 1, 1, 2]);
});
