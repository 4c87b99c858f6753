/** The calls that were made, by id. They outlive the turn that made them. */
export interface Tools {
  readonly calls: readonly ToolCall[];
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  readonly draftId: string;
  readonly turnIdx: number;
  /** Until when its result is waited for. */
  readonly dueAt: number;
  readonly phase: ToolPhase;
}

/**
 * `announced` to the client, `answered` by it, `expired` when its time was over, or `abandoned` with the conversation.
 */
export type ToolPhase = "announced" | "answered" | "expired" | "abandoned";
export type ToolInput = "answer" | "expire" | "abandon";

export const noTools: Tools = { calls: [] };

/** T93 How many calls are remembered; the oldest that is over goes first. */
const mostCalls = 256;

// K1 An answer counts once; one that comes late still counts, and none does when the conversation has ended.
const table: { readonly [P in ToolPhase]: { readonly [I in ToolInput]: ToolPhase } } = {
  announced: { answer: "answered", expire: "expired", abandon: "abandoned" },
  answered: { answer: "answered", expire: "answered", abandon: "answered" },
  expired: { answer: "answered", expire: "expired", abandon: "abandoned" },
  abandoned: { answer: "abandoned", expire: "abandoned", abandon: "abandoned" },
};

/** Takes up a call; undefined where all that can be remembered are still open. */
export function announceCall(tools: Tools, call: Omit<ToolCall, "phase">): Tools | undefined {
  const calls = [...tools.calls, { ...call, phase: "announced" as const }];
  if (calls.length <= mostCalls) return { calls };
  const over = calls.findIndex((one) => one.phase !== "announced");
  return over === -1 ? undefined : { calls: calls.toSpliced(over, 1) };
}

/** K2 The call that waits for this answer; else one that it comes too late for. */
export function findCall(tools: Tools, callId: string): ToolCall | undefined {
  const named = tools.calls.filter((call) => call.id === callId);
  return named.find((call) => call.phase === "announced") ?? named.find((call) => call.phase === "expired");
}

/** K10 A call was answered in the model's eyes when its time was over: what comes late has a call of its own. */
export function lateId(callId: string): string {
  return `${callId}-late`;
}

/** Calls that nobody has answered yet, oldest first. */
export function openCalls(tools: Tools): readonly ToolCall[] {
  return tools.calls.filter((call) => call.phase === "announced");
}

/** When the next call's time is over; undefined where none is waited for. */
export function nextDue(tools: Tools): number | undefined {
  const due = openCalls(tools).map((call) => call.dueAt);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** Every call that `which` names, moved by `input`. */
export function moveCalls(tools: Tools, input: ToolInput, which: (call: ToolCall) => boolean): Tools {
  return { calls: tools.calls.map((call) => (which(call) ? { ...call, phase: table[call.phase][input] } : call)) };
}
