import { describe, expect, test } from "vitest";
import { toArguments } from "./tool-arguments.ts";
import { toToolHints } from "./tool-hints.ts";

const persona = {
  persona_id: "p1",
  layers: {
    llm: {
      tools: [
        {
          type: "function",
          function: { name: "find_table", response: { type: "object", properties: { table: { type: "string" } } } },
          "x-repartee": { effect: "read", timeout_ms: 5_000 },
        },
        { type: "function", function: { name: "book", response: { type: "array" } } },
      ],
    },
  },
};

describe("what a persona says of a tool", () => {
  test("its effect, its time, and the fields of its result", () => {
    expect(toToolHints(persona, "find_table")).toMatchObject({
      effect: "read",
      timeoutMs: 5_000,
      fields: [{ name: "table" }],
      described: true,
    });
  });

  test("a result that is no object of plain values is described, and has no fields", () => {
    expect(toToolHints(persona, "book")).toEqual({
      effect: "write",
      timeoutMs: 30_000,
      fields: undefined,
      described: true,
    });
  });

  test("of a tool or a persona that is not known there are the defaults", () => {
    const unknown = { effect: "write", timeoutMs: 30_000, fields: undefined, described: false };
    expect(toToolHints(persona, "other")).toEqual(unknown);
    expect(toToolHints(undefined, "find_table")).toEqual(unknown);
  });
});

describe("the arguments of a call", () => {
  test("stand by their names, text as text and all else as JSON", () => {
    expect(toArguments('{"when":"at eight","seats":2,"near":["window"]}')).toEqual([
      { name: "when", value: "at eight" },
      { name: "seats", value: "2" },
      { name: "near", value: '["window"]' },
    ]);
  });

  test("that are no JSON object are shown as the model wrote them", () => {
    expect(["{", "[1]", '"x"'].map(toArguments)).toEqual([undefined, undefined, undefined]);
  });
});
