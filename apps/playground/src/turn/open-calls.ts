import type { ToolCallView, TurnView } from "@repartee/client";

/** Where a tool call stands. `unseen`: its turn went on, so it was answered or given up, and the page did not see how. */
export type CallState = "open" | "answered" | "withdrawn" | "failed" | "unseen";

export function stateOfCall(call: ToolCallView, turn: Pick<TurnView, "outcome">): CallState {
  if (call.problem !== undefined) return "failed";
  if (call.result !== undefined) return "answered";
  if (call.withdrawn) return "withdrawn";
  // A turn that was interrupted, or that failed, leaves its calls open: they outlive it.
  return turn.outcome === "completed" || turn.outcome === "silent" ? "unseen" : "open";
}

/** The calls of a turn that wait for a result. */
export function openCalls(turn: TurnView): readonly ToolCallView[] {
  return turn.tools.filter((call) => stateOfCall(call, turn) === "open");
}
