import { describe, expect, test } from "vitest";
import { findMissing, toOutput, toResultFields } from "./result-fields.ts";

const schema = {
  type: "object",
  properties: {
    table: { type: "string", description: "Which one." },
    seats: { type: "integer" },
    outside: { type: "boolean" },
    room: { enum: ["front", "garden"] },
  },
  required: ["table", "outside"],
};
const fields = toResultFields(schema) ?? [];

describe("the form of a tool's result", () => {
  test("has a field for each plain member", () => {
    expect(fields).toEqual([
      { name: "table", kind: "text", choices: [], hint: "Which one.", required: true },
      { name: "seats", kind: "number", choices: [], hint: "", required: false },
      { name: "outside", kind: "flag", choices: [], hint: "", required: true },
      { name: "room", kind: "choice", choices: ["front", "garden"], hint: "", required: false },
    ]);
  });

  test.each([
    ["no schema", undefined],
    ["one of a list", { type: "array", items: {} }],
    ["one without members", { type: "object", properties: {} }],
    ["one with an object within", { properties: { at: { type: "object" } } }],
    ["one with a choice of numbers", { properties: { at: { enum: [1, 2] } } }],
    [
      "one of too many",
      { properties: Object.fromEntries(Array.from("abcdefghi", (name) => [name, { type: "string" }])) },
    ],
  ])("is left to JSON for %s", (_, other) => {
    expect(toResultFields(other)).toBeUndefined();
  });

  test("gives JSON of the schema's types, without what was left empty", () => {
    expect(toOutput(fields, { table: "7", seats: "4", outside: "true", room: "" })).toBe(
      '{"table":"7","seats":4,"outside":true}',
    );
    expect(toOutput(fields, {})).toBe('{"outside":false}');
  });

  test("says what is missing or wrong", () => {
    expect(findMissing(fields, {})).toBe("table is required");
    expect(findMissing(fields, { table: "7", seats: "many" })).toBe("seats is not a number");
    expect(findMissing(fields, { table: "7" })).toBeUndefined();
  });
});
