import { changeContext, type HistoryItem } from "./context/context.ts";
import type { Conversation } from "./conversation.ts";
import type { Entry } from "./effect.ts";
import { answerText } from "./tools/call.ts";
import type { AnsweredCall, Round } from "./tools/rounds.ts";
import { announceCall, findCall, lateId, moveCalls } from "./tools/tools.ts";

type CallEntry = Extract<Entry, { type: "tool-call" }>;
type ResultEntry = Extract<Entry, { type: "tool-result" }>;

/** A call of a turn whose reply has not come yet, with what the model is told of its result. */
export interface StoredCall {
  readonly entry: CallEntry;
  readonly output: string | undefined;
}

/** RS4 Whoever was called, and has not answered, may answer after. */
export function foldCall(state: Conversation, entry: CallEntry): Conversation {
  const { callId: id, name, arguments: given, draftId, turnIdx, dueAt } = entry;
  if (dueAt === undefined) return state;
  const tools = announceCall(state.tools, { id, name, arguments: given, draftId, turnIdx, dueAt });
  return tools === undefined ? state : { ...state, tools };
}

/** The calls of a running turn with this result, where it belongs to one of them. */
export function answerStored(calls: readonly StoredCall[], entry: ResultEntry): readonly StoredCall[] | undefined {
  const asked = calls.find((call) => call.output === undefined && call.entry.callId === entry.callId);
  if (asked === undefined) return undefined;
  return calls.map((call) => (call === asked ? { ...call, output: answerText(entry) } : call));
}

/** The call that a result belongs to is over; `inTurn`: the turn that made it goes on with the result. */
export function foldResult(state: Conversation, entry: ResultEntry, inTurn: boolean): Conversation {
  const call = findCall(state.tools, entry.callId);
  if (call === undefined) return state;
  const tools = moveCalls(state.tools, entry.expired === true ? "expire" : "answer", (one) => one === call);
  if (inTurn) return { ...state, tools };
  const callId = call.phase === "expired" ? lateId(call.id) : call.id;
  const item: HistoryItem = {
    type: "tool",
    callId,
    name: call.name,
    arguments: call.arguments,
    output: answerText(entry),
  };
  return { ...state, tools, context: changeContext(state.context, { type: "append", item }) };
}

/** The rounds of a turn, as far as its calls were answered. */
export function toRounds(calls: readonly StoredCall[]): readonly Round[] {
  const rounds = new Map<number, { upTo: number; calls: AnsweredCall[] }>();
  for (const { entry, output } of calls) {
    if (output === undefined) continue;
    const { callId: id, name, arguments: given, upTo } = entry;
    const round = rounds.get(entry.round) ?? { upTo, calls: [] };
    round.calls.push({ id, name, arguments: given, output });
    rounds.set(entry.round, round);
  }
  return [...rounds.values()];
}
