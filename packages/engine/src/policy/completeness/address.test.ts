import { expect, test } from "vitest";
import { isAddressOpen } from "./address.ts";
import { turnSigns } from "./signs.ts";

test.each([
  "nine ten first street",
  "nine three zero first street forest ranch oregon",
  "the address is eight seventy one main street",
  "my address is 221 north maple avenue springfield",
])("TC15 %j is an address without its code", (text) => {
  expect(isAddressOpen(text.split(" "))).toBe(true);
  expect(turnSigns(text).addressOpen).toBe(true);
});

test.each([
  "nine three zero first street forest ranch oregon six zero two nine seven",
  "i live on a quiet street",
  "it's five minutes down the road",
  "two blocks from main street",
  "i drive",
  "two one main street and i have lived there for years",
  "",
])("TC15 %j is none", (text) => {
  expect(isAddressOpen(text.split(" "))).toBe(false);
});

test("TC15 the number behind an address is a postal code", () => {
  expect(turnSigns("four five nine first street forest ranch california four three").dictating).toEqual({
    digits: 2,
    expected: 5,
  });
});
