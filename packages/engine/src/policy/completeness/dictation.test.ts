import { expect, test } from "vitest";
import { dictationOf, type Dictation } from "./dictation.ts";
import { toTail } from "./tail.ts";

function read(text: string, asked?: string): Dictation | undefined {
  return dictationOf(toTail(text), asked);
}

test.each([
  ["my phone number is two four five", { digits: 3, expected: 10 }],
  ["my phone number is two four five four nine six nine eight six three", { digits: 10, expected: 10 }],
  ["and the zip code is seven zero zero", { digits: 3, expected: 5 }],
  ["my card number is 4111 1111", { digits: 8, expected: 16 }],
  ["the last four are six", { digits: 1, expected: 4 }],
  ["zero six", { digits: 2 }],
  ["sure i'm sorry it's seven", { digits: 1 }],
  ["double five triple two", { digits: 5 }],
  ["four oh seven twenty five", { digits: 5 }],
  ["five five five um and then one two", { digits: 5 }],
  ["you can reach me at 555-01", { digits: 5, expected: 10 }],
])("TC8 %j dictates %j", (text, dictation) => {
  expect(read(text)).toEqual(dictation);
});

test.each([
  "one hundred and thirty five dollars",
  "eighty six dollars",
  "eleven a m",
  "four thirty p m",
  "at nine thirty",
  "nineteen ninety five",
  "August 19, 2020",
  "i have two",
  "nine ten first street",
  "hello",
  "",
])("TC8 %j dictates nothing", (text) => {
  expect(read(text)).toBeUndefined();
});

test("TC8 what was asked tells the length, unless the speaker says something else", () => {
  expect(read("seven one five", "okay what is your phone number?")).toEqual({ digits: 3, expected: 10 });
  expect(read("six three four", "can you repeat that zip for me please")).toEqual({ digits: 3, expected: 5 });
  expect(read("the last four are one two", "what is your phone number")).toEqual({ digits: 2, expected: 4 });
  expect(read("seven one five", "how can i help you")).toEqual({ digits: 3 });
});
