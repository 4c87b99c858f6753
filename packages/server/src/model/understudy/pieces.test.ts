import fc from "fast-check";
import { expect, test } from "vitest";
import { cutIntoPieces } from "./pieces.ts";

test("words come one by one, each with the blank before it", () => {
  expect(cutIntoPieces("Hello there, friend.")).toEqual(["Hello", " there,", " friend."]);
});

test("Japanese comes two characters at a time, with its marks", () => {
  expect(cutIntoPieces("月曜日は休館日です。")).toEqual(["月曜", "日は", "休館", "日で", "す。"]);
});

test("joined, the pieces are the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(cutIntoPieces(text).join("")).toBe(text);
    }),
  );
});
