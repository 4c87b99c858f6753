import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readErrorBody } from "./rest.ts";
import { inboundExamples, outboundExamples } from "./testing/frames.ts";
import { encodeTraceLine, parseTraceLine } from "./trace.ts";

describe("a line of a trace", () => {
  test("W25 every frame passes through a trace unchanged", () => {
    const lines = [
      ...Object.values(inboundExamples).map((frame) => ({ at_ms: 5, direction: "in" as const, frame })),
      ...Object.values(outboundExamples).map((frame) => ({ at_ms: 6, direction: "out" as const, frame })),
    ];
    for (const line of lines) expect(parseTraceLine(encodeTraceLine(line))).toEqual({ ok: true, value: line });
  });

  test("W25 a wrong line is refused with the field", () => {
    expect(parseTraceLine('{"at_ms":1.5,"direction":"in","frame":{"event_type":"x"}}')).toEqual({
      ok: false,
      message: "at_ms: expected a whole number, got a number",
    });
    expect(parseTraceLine('{"at_ms":1,"direction":"in","frame":{}}').ok).toBe(false);
    expect(parseTraceLine("{").ok).toBe(false);
  });

  test("W25 any text is read or refused, never thrown", () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseTraceLine(text).ok === "boolean"));
  });
});

describe("the body of a refusal over REST", () => {
  test.each([
    [{ error: "Invalid persona_id" }, { message: "Invalid persona_id" }],
    [{ message: "Invalid access token" }, { message: "Invalid access token" }],
    [
      { error: "a: b", message: "a: b", code: "bad" },
      { message: "a: b", code: "bad" },
    ],
    [
      { error: { message: "no such model", type: "x", param: null, code: "y" } },
      { message: "no such model", code: "y" },
    ],
    [{}, undefined],
    ["Bad Gateway", undefined],
  ])("%j says %j", (body, words) => {
    expect(readErrorBody(body)).toEqual(words);
  });
});
