import { describe, expect, test } from "vitest";
import { findProblem, toResult } from "./answer.ts";

const answer = { status: "success", text: "", typed: {} } as const;
const text = { fields: undefined, described: false };
const json = { fields: undefined, described: true };
const form = {
  fields: [{ name: "table", kind: "text", choices: [], hint: "", required: true }],
  described: true,
} as const;

describe("an answer by hand", () => {
  test("is the text as it was typed, also none", () => {
    expect(findProblem(answer, text)).toBeUndefined();
    expect(toResult("call_1", { ...answer, text: "window" }, text)).toEqual({
      tool_call_id: "call_1",
      status: "success",
      output: "window",
    });
  });

  test("must be JSON where the tool says what its result is", () => {
    expect(findProblem({ ...answer, text: "window" }, json)).toMatch(/^not JSON: /);
    expect(findProblem({ ...answer, text: '["window"]' }, json)).toBeUndefined();
  });

  test("is made of its fields where there are some", () => {
    expect(findProblem(answer, form)).toBe("table is required");
    expect(toResult("call_1", { ...answer, typed: { table: "7" } }, form).output).toBe('{"table":"7"}');
  });

  test("an error is told in words, with some where none were typed", () => {
    const failed = { ...answer, status: "error" } as const;
    expect(findProblem(failed, form)).toBeUndefined();
    expect(toResult("call_1", failed, form)).toEqual({
      tool_call_id: "call_1",
      status: "error",
      output: "the tool failed",
    });
    expect(toResult("call_1", { ...failed, text: "closed on mondays" }, form).output).toBe("closed on mondays");
  });
});
