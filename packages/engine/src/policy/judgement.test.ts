import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeness } from "./completeness/completeness.ts";
import { judge } from "./judgement.ts";
import { turnView, wordsOf } from "./testing/turn-view.ts";
import type { TurnView } from "./policies.ts";

function over(view: TurnView, silenceMs: number, told = completeness): number {
  return judge(view, told).overAfter(silenceMs);
}

function said(text: string, parts: Partial<TurnView> = {}): TurnView {
  return turnView({ user: wordsOf(text), ...parts });
}

describe("P11 the whole turn so far is judged", () => {
  test("never the last segment: behind a pause 'two three' goes on with a number", () => {
    const seen: string[] = [];
    judge(said("my phone number is two four two three"), (text) => {
      seen.push(text);
      return 0.5;
    });
    expect(seen).toEqual(["my phone number is two four two three"]);
  });

  test("in the persona's language: where no words are known punctuation and pauses are left", () => {
    const german = said("ich möchte mein Passwort zurücksetzen", { language: "de" });
    expect(judge(german, completeness).completeness).toBe(0.3);
  });
});

test("P10 of pauses inside turns those last longer that have lasted long", () => {
  const { lasts } = judge(said("book a table"), completeness);
  expect(lasts(0, 500)).toBeCloseTo(0.077, 9);
  expect(lasts(500, 1000)).toBeCloseTo(0.035 / 0.077, 9);
  expect([lasts(500, 500), lasts(700, 500)]).toEqual([1, 1]);
});

test("P29 who is in the habit of going on is held to be through later", () => {
  const usual = over(said("book a table"), 300);
  expect(over(said("book a table", { habit: -1 }), 300)).toBeLessThan(usual);
  expect(over(said("book a table", { habit: 1 }), 300)).toBeGreaterThan(usual);
});

describe("P12 the longer the silence, the likelier the end", () => {
  test("of a request it is likely soon, of an open clause late", () => {
    const whole = said("i would like to reset my password");
    const open = said("i would like to reset my");
    expect(over(whole, 100)).toBeGreaterThan(0.5);
    expect(over(whole, 500)).toBeGreaterThan(0.7);
    expect(over(open, 500)).toBeLessThan(0.1);
    expect(over(open, 3000)).toBeGreaterThan(over(open, 500));
  });

  test("whatever was said", () => {
    const law = fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4000), fc.nat(1000), (p, ms, more) => {
      const { overAfter } = judge(said("well"), () => p);
      // What the words said fades with time: of what looked whole a little is lost at first.
      return overAfter(ms + more) >= Math.min(overAfter(ms), 0.9) - 0.02 && overAfter(ms) >= 0 && overAfter(ms) <= 1;
    });
    fc.assert(law);
  });

  test("of who pauses long a pause says less", () => {
    const slow = said("my password", { rhythm: 1.6 });
    expect(over(slow, 500)).toBeLessThan(over(said("my password"), 500));
  });
});

describe("P13 silence begins", () => {
  const since = (parts: Partial<TurnView>): number =>
    judge(said("yes", { at: 2000, ...parts }), completeness).silentSince;
  test("where the voice stopped, if that is reported", () => {
    expect(since({ user: wordsOf("yes", { at: 1100 }), quietSince: 1000 })).toBe(1000);
  });
  test("with the newest word, where nobody reports a voice or it cannot have been that word's", () => {
    expect(since({ user: wordsOf("yes", { at: 1100 }) })).toBe(1100);
    expect(since({ user: wordsOf("yes", { at: 1900 }), quietSince: 200 })).toBe(1900);
  });
  test("not while a voice is heard", () => {
    expect(since({ voice: true, quietSince: 1000 })).toBe(2000);
  });
});

describe("P14 other evidence shifts the odds", () => {
  const half = (): number => 0.5;
  const of = (text: string, parts: Partial<TurnView> = {}): number => over(said(text, parts), 400, half);
  const plain = of("the blue one");

  test.each([
    ["hesitation", "the blue um"],
    ["an open clause", "the blue and the"],
    ["a number below its length", "my phone number is two four"],
    ["an address without its postal code", "i live at four two main street"],
    ["a greeting and nothing else", "hello my name is jane"],
  ])("%s holds", (_sign, text) => expect(of(text)).toBeLessThan(plain));

  test("a closing ends; a number that is whole does not hold", () => {
    expect(of("that's all thank you")).toBeGreaterThan(plain);
    const phone = "my phone number is two four two four two four two four two four";
    expect(of(phone)).toBeGreaterThan(of("my phone number is two four two four"));
  });

  test("what the agent asked tells how long a number is", () => {
    const asked = "what are the last four digits of your card";
    expect(of("one two three four", { asked })).toBeGreaterThan(of("one two three four"));
  });

  test("a caller's probability counts both ways", () => {
    const told = (endOfTurnProbability: number): number =>
      of("", { user: wordsOf("the blue one", { endOfTurnProbability }) });
    expect([told(0.02) < plain - 0.3, told(0.5) - plain, told(0.98) > 0.95]).toEqual([true, 0, true]);
  });

  test("patience", () => {
    const [low, high] = [of("the blue one", { patience: "low" }), of("the blue one", { patience: "high" })];
    expect([low > plain, high < plain]).toEqual([true, true]);
  });
});
