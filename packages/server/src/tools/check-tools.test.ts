import { describe, expect, test } from "vitest";
import type { JsonObject } from "../ports/store.ts";
import { checkTools } from "./check-tools.ts";

/** What is wrong with the second of two tools. */
function check(parameters: JsonObject): string | undefined {
  const tools = [{}, parameters].map((one, index) => ({
    type: "function",
    function: { name: `tool${index}`, parameters: one },
  }));
  return checkTools({ tools });
}

const at = "layers.llm.tools.1.function.parameters";

describe("TL5 the parameters of a tool are a JSON Schema of an object, and an error points at the place", () => {
  test.each<[string, JsonObject]>([
    ["none at all", {}],
    ["without a type", { properties: { when: { type: "string" } } }],
    ["as zod writes it", { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", properties: {} }],
    ["with an id", { $id: "https://example.com/a", type: "object" }],
    [
      "with what no standard knows",
      { type: "object", properties: { a: { type: "string", "x-hint": 1, nullable: true } } },
    ],
    ["with a format", { type: "object", properties: { a: { type: "string", format: "no-such-format" } } }],
    ["with references within it", { type: "object", properties: { a: { $ref: "#/$defs/b" } }, $defs: { b: {} } }],
    ["with a property that is called $ref", { type: "object", properties: { $ref: { type: "string" } } }],
  ])("right: %s", (_what, parameters) => {
    expect(check(parameters)).toBeUndefined();
  });

  test.each<[JsonObject, string]>([
    [{ type: "string" }, `${at}.type: expected "object": the arguments of a call are an object`],
    [
      { type: "object", properties: { when: { type: "date" } } },
      `${at}.properties.when.type: must be one of "array", "boolean", "integer", "null", "number", "object", "string"`,
    ],
    [{ type: "object", required: "when" }, `${at}.required: must be array`],
    [{ type: "object", properties: { "a/b": { minimum: "1" } } }, `${at}.properties.a/b.minimum: must be number`],
    [
      { type: "object", properties: { a: { items: { $ref: "https://example.com/s.json" } } } },
      `${at}.properties.a.items.$ref: refers to another document; only references within it ("#/…") are followed`,
    ],
    [
      { type: "object", properties: { a: { $ref: "#/$defs/b" } } },
      `${at}: can't resolve reference #/$defs/b from id #`,
    ],
    [
      { type: "object", properties: { a: { pattern: "(" } } },
      `${at}: Invalid regular expression: /(/u: Unterminated group`,
    ],
  ])("wrong: %j", (parameters, message) => {
    expect(check(parameters)).toBe(message);
  });

  test("it has bounds", () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`p${index}`, {}]));
    expect(check({ type: "object", properties: wide })).toBe(`${at}: has more than 5000 values; describe less`);
    let deep: JsonObject = {};
    for (let level = 0; level < 40; level += 1) deep = { properties: { a: deep } };
    expect(check({ type: "object", ...deep })).toBe(`${at}: has more than 64 levels; keep it flat`);
  });

  test("without tools there is nothing to check", () => {
    expect([checkTools({}), checkTools({ tools: null }), checkTools({ tools: [{ type: "function" }] })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
