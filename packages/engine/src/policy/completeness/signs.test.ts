import { describe, expect, test } from "vitest";
import { turnSigns } from "./signs.ts";

// Most of these are what callers of bench/data had said when they paused, as the recogniser heard it.

describe("TC9 hesitation", () => {
  test.each([
    "um",
    "and um",
    "hi my name is jennifer williams and um",
    "can you send me a new uh",
    "i wou~",
    "let me see",
    "hold on",
    "so i was ...",
    "i need the the",
  ])("%j", (text) => {
    expect(turnSigns(text).hesitation).toBe(true);
  });
  test.each(["mm hmm", "uh huh", "my savings account", "bye bye", "i have the time", ""])("not %j", (text) => {
    expect(turnSigns(text).hesitation).toBe(false);
  });
});

describe("TC9 greetings that open a turn, with a name or without", () => {
  test.each([
    "hi",
    "hello",
    "good morning",
    "hi mary",
    "hi my name is patricia brown",
    "hi james uh my name is patricia miller",
    "hi my name is michael rock regret",
    "oh okay uhm yeah my name is mary smith",
    "hello this is jane",
  ])("%j", (text) => {
    expect(turnSigns(text).greetingOnly).toBe(true);
  });
  test.each([
    "hi my name is patricia brown i lost my debit card",
    "hello i need a new checkbook",
    "hi how are you",
    "my savings account",
    "yes",
    "",
  ])("not %j", (text) => {
    expect(turnSigns(text).greetingOnly).toBe(false);
  });
});

describe("TC9 closings", () => {
  test.each([
    "thank you",
    "no thank you that was it",
    "no that's it thank you",
    "that'll be all thank you",
    "no that was going to be it",
    "you too bye bye",
    "that's all have a great day",
    "okay thank you so much",
    "No, that's it. Thank you.",
    "i'm all set",
  ])("%j", (text) => {
    expect(turnSigns(text).closing).toBe(true);
  });
  test.each(["thank you for", "i thank you and", "that's all i", "have a", "my name is", ""])("not %j", (text) => {
    expect(turnSigns(text).closing).toBe(false);
  });
});

test("TC9 an open clause, a question, and a number that is being dictated", () => {
  expect(turnSigns("the address is")).toMatchObject({ openClause: true, question: false, dictating: undefined });
  expect(turnSigns("what are the local branch hours")).toMatchObject({ openClause: false, question: true });
  expect(turnSigns("my phone number is two four five four nine six").dictating).toEqual({ digits: 6, expected: 10 });
  expect(turnSigns("seven one five", "what is your phone number").dictating).toEqual({ digits: 3, expected: 10 });
});

test("TC9 every caller who was taken for done by a plain wait of 700 ms gives a sign", () => {
  const cut = [
    "hi my name is patricia brown",
    "my phone number is eight eight zero six three six",
    "hi my name is jennifer williams and um",
    "the address is",
    "seven one five",
    "hi",
    "four two a",
  ];
  const silent = cut.filter((text) => {
    const { hesitation, openClause, dictating, greetingOnly } = turnSigns(text);
    return !hesitation && !openClause && dictating === undefined && !greetingOnly;
  });
  expect(silent).toEqual([]);
});
