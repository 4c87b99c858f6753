/** The calls that the model has made, by id. They outlive the turn that made them. */
export interface Tools {
  readonly calls: readonly ToolCall[];
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  readonly draftId: string;
  readonly turnIdx: number;
  readonly phase: ToolPhase;
}

/** `announced` to the client after the commit, `answered` by it, or `abandoned` with the conversation. */
export type ToolPhase = "announced" | "answered" | "abandoned";
export type ToolInput = "answer" | "abandon";

export const noTools: Tools = { calls: [] };

/** T93 How many calls are remembered; the oldest that is over goes first. */
const mostCalls = 256;

// K1 An answer counts once; nothing is answered after it was given up.
const table: { readonly [P in ToolPhase]: { readonly [I in ToolInput]: ToolPhase } } = {
  announced: { answer: "answered", abandon: "abandoned" },
  answered: { answer: "answered", abandon: "answered" },
  abandoned: { answer: "abandoned", abandon: "abandoned" },
};

/** Takes up a call; undefined where all that can be remembered are still open. */
export function announceCall(tools: Tools, call: Omit<ToolCall, "phase">): Tools | undefined {
  const calls = [...tools.calls, { ...call, phase: "announced" as const }];
  if (calls.length <= mostCalls) return { calls };
  const over = calls.findIndex((one) => one.phase !== "announced");
  return over === -1 ? undefined : { calls: calls.toSpliced(over, 1) };
}

/** K2 The call that waits for this answer. */
export function findOpenCall(tools: Tools, callId: string): ToolCall | undefined {
  return tools.calls.find((call) => call.id === callId && call.phase === "announced");
}

/** Every call that `which` names, moved by `input`. */
export function moveCalls(tools: Tools, input: ToolInput, which: (call: ToolCall) => boolean): Tools {
  return { calls: tools.calls.map((call) => (which(call) ? { ...call, phase: table[call.phase][input] } : call)) };
}
