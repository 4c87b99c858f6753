import { describe, expect, test } from "vitest";
import { stateOfCall } from "./open-calls.ts";

const call = {
  callId: "call_1",
  inferenceId: "i1",
  name: "find_table",
  arguments: "{}",
  atMs: 0,
  prepared: false,
  withdrawn: false,
  result: undefined,
  problem: undefined,
};

describe("a tool call", () => {
  test("is open while its turn waits, and after an interruption", () => {
    expect(stateOfCall(call, { outcome: undefined })).toBe("open");
    expect(stateOfCall(call, { outcome: "interrupted" })).toBe("open");
    expect(stateOfCall(call, { outcome: "failed" })).toBe("open");
  });

  test("of a turn that is over was answered by somebody, or given up", () => {
    expect(stateOfCall(call, { outcome: "completed" })).toBe("unseen");
  });

  test("is over by its result, its withdrawal or its failure", () => {
    const result = { status: "success", output: "" } as const;
    expect(stateOfCall({ ...call, result }, { outcome: undefined })).toBe("answered");
    expect(stateOfCall({ ...call, withdrawn: true }, { outcome: undefined })).toBe("withdrawn");
    expect(stateOfCall({ ...call, withdrawn: true, result }, { outcome: undefined })).toBe("answered");
    expect(stateOfCall({ ...call, problem: "no result in 30 s" }, { outcome: "completed" })).toBe("failed");
  });
});
