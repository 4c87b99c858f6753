import { describe, expect, test } from "vitest";
import { createArgumentCheck } from "./check-arguments.ts";

const check = createArgumentCheck();
const parameters = {
  type: "object",
  properties: {
    when: { type: "string", format: "date-time" },
    seats: { type: "integer", minimum: 1 },
    room: { enum: ["bar", "garden"] },
    guests: { type: "array", items: { type: "object", required: ["name"] } },
  },
  required: ["when"],
  additionalProperties: false,
};

function told(given: string): string | undefined {
  return check({ name: "book", parameters }, given);
}

describe("TL1 arguments are checked against the schema of their tool, and the place is named", () => {
  test.each([
    ['{"when": "soon"}', undefined],
    ['{"when": "soon", "seats": 2, "room": "bar", "guests": [{"name": "Ann"}]}', undefined],
    ["{}", "its arguments must have required property 'when'"],
    ['{"when": 8}', "when must be string"],
    ['{"when": "soon", "seats": 0}', "seats must be >= 1"],
    ['{"when": "soon", "room": "kitchen"}', 'room must be one of "bar", "garden"'],
    ['{"when": "soon", "wehn": 1}', 'its arguments must not have "wehn"'],
    ['{"when": "soon", "guests": [{}]}', "guests.0 must have required property 'name'"],
  ])("%s", (given, problem) => {
    expect(told(given)).toBe(problem);
  });
});

describe("TL2 arguments are a JSON object, of at most 64,000 characters", () => {
  test.each([
    ["{", "its arguments are not valid JSON"],
    ["", "its arguments are not valid JSON"],
    ["[]", "its arguments are not a JSON object"],
    ["null", "its arguments are not a JSON object"],
    [`{"a": "${"x".repeat(64_000)}"}`, "its arguments are longer than 64000 characters"],
  ])("%#", (given, problem) => {
    expect(check({ name: "look" }, given)).toBe(problem);
  });

  test("whatever they are where the tool says nothing of them", () => {
    expect(check({ name: "look" }, '{"a": {"b": [1]}}')).toBeUndefined();
  });
});

describe("TL3 a check that does not end is given up, and the call is made", () => {
  const hostile = { type: "object", properties: { a: { pattern: "^(a+)+$" } } };
  const twice = { type: "object", properties: { a: { allOf: [{ $ref: "#" }, { $ref: "#" }, { $ref: "#" }] } } };
  let deep = {};
  for (let level = 0; level < 40; level += 1) deep = { a: deep };

  test.each([
    ["a pattern that backtracks", hostile, { a: `${"a".repeat(50)}b` }],
    ["a schema that doubles at every level", twice, deep],
    ["a schema that refers to itself", { $ref: "#" }, {}],
  ])("%s", (_what, schema, given) => {
    const start = performance.now();
    expect(check({ name: "look", parameters: schema }, JSON.stringify(given))).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test("a pattern that ends is tried", () => {
    const schema = { type: "object", properties: { a: { pattern: "^\\d{4}$" } } };
    expect(check({ name: "look", parameters: schema }, '{"a": "20a6"}')).toBe('a must match pattern "^\\d{4}$"');
  });
});

describe("TL4 a schema is compiled once, and 256 are kept", () => {
  test("the answer does not depend on what was checked before", () => {
    const own = createArgumentCheck();
    const first = { name: "t", parameters: { type: "object", properties: { a: { const: -1 } } } };
    expect(own(first, '{"a": -1}')).toBeUndefined();
    for (let index = 0; index < 300; index += 1) {
      const schema = { $id: "same", type: "object", properties: { a: { const: index } } };
      expect(own({ name: "t", parameters: schema }, `{"a": ${index}}`)).toBeUndefined();
      expect(own({ name: "t", parameters: schema }, '{"a": "no"}')).toBe("a must be equal to constant");
    }
    expect(own(first, '{"a": 0}')).toBe("a must be equal to constant");
  });

  test("one that is none takes everything: its persona was stored with it", () => {
    expect(
      check({ name: "t", parameters: { type: "object", properties: { a: { $ref: "#/no" } } } }, "{}"),
    ).toBeUndefined();
    expect(check({ name: "t", parameters: { type: 7 } }, "{}")).toBeUndefined();
  });
});
