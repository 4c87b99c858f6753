import { findMissing, toOutput } from "./result-fields.ts";
import type { ToolResult } from "./tool-desk.ts";
import type { ToolHints } from "./tool-hints.ts";

/** What is typed as the answer to a call. */
export interface Answer {
  readonly status: "success" | "error";
  /** The result where it has no fields of its own, or the error. */
  readonly text: string;
  /** By the names of the result's fields. */
  readonly typed: Readonly<Record<string, string>>;
}

type Shape = Pick<ToolHints, "fields" | "described">;

/** Why it cannot be sent; undefined where it can. */
export function findProblem({ status, text, typed }: Answer, { fields, described }: Shape): string | undefined {
  if (status === "error") return undefined;
  if (fields !== undefined) return findMissing(fields, typed);
  return described ? findFault(text) : undefined;
}

export function toResult(callId: string, { status, text, typed }: Answer, { fields }: Shape): ToolResult {
  if (status === "error")
    return { tool_call_id: callId, status, output: text.trim() === "" ? "the tool failed" : text };
  return { tool_call_id: callId, status, output: fields === undefined ? text : toOutput(fields, typed) };
}

function findFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (cause) {
    return `not JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
