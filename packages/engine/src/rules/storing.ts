import { change, emit, type Move } from "../move.ts";
import type { RoundCall, ToolAnswer } from "../tools/call.ts";
import { announceCall } from "../tools/tools.ts";
import type { Reply } from "../turn/reply.ts";
import { replyOf, type Turn } from "../turn/turn.ts";
import { withdrawCall } from "./preparing.ts";

/** A call with its place in the answer. */
export interface PlacedCall {
  readonly reply: Reply;
  readonly call: RoundCall;
  readonly round: number;
  readonly upTo: number;
}

/** Does something with every call of the answer that was not stored yet; what it answers stands in its place. */
export function replaceCalls(move: Move, replace: (placed: PlacedCall) => RoundCall): void {
  const reply = replyOf(move.state.turn);
  if (reply === undefined) return;
  const rounds = reply.draft.rounds.map(({ upTo, calls }, round) => ({
    upTo,
    calls: calls.map((call) => (call.phase === "taken" ? call : replace({ reply, call, round, upTo }))),
  }));
  setDraft(move, { rounds });
}

/** Changes the draft of the turn that is being answered. */
export function setDraft(move: Move, parts: Partial<Reply["draft"]>): void {
  const { turn } = move.state;
  const reply = replyOf(turn);
  if (reply === undefined) return;
  const next = { ...turn, reply: { ...reply, draft: { ...reply.draft, ...parts } } };
  // A turn that has a reply keeps its phase.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  change(move, { turn: next as Turn });
}

/** A call that nobody has to make: its answer is there already. */
export function storeAnswered(move: Move, placed: PlacedCall, answer: ToolAnswer): RoundCall {
  recordCall(move, placed, {});
  recordResult(move, placed.call.id, answer);
  return { ...placed.call, phase: "taken", answer };
}

/** K7 A call that was told before the commit is an ordinary one from now on; `dueAt` is until when it is waited for. */
export function storePrepared(move: Move, placed: PlacedCall, dueAt: number): RoundCall {
  const { call, reply } = placed;
  if (call.answer !== undefined) {
    countCalled(move);
    return storeAnswered(move, placed, call.answer);
  }
  const { id, name, arguments: given } = call;
  const { turnIdx, draft } = reply;
  const tools = announceCall(move.state.tools, { id, name, arguments: given, draftId: draft.id, turnIdx, dueAt });
  if (tools === undefined) return refuseCall(move, placed);
  change(move, { tools });
  countCalled(move);
  // Where whoever took it is gone, it is told anew: nobody else knows of it.
  recordCall(move, placed, move.state.session.readTools ? { dueAt, prepared: true } : { dueAt });
  return { ...call, phase: "taken" };
}

/** T93 There is no room for one more open call: it is not made, and the model is told. */
export function refuseCall(move: Move, placed: PlacedCall): RoundCall {
  const message = `too many tool calls are unanswered: ${placed.call.name} was not called`;
  emit(move, { type: "refusal", code: "queue_full", message });
  return storeAnswered(move, placed, { output: message, status: "error" });
}

/** T41 A call is stored before it is told. */
export function recordCall(
  move: Move,
  { reply, call, round, upTo }: PlacedCall,
  told: { dueAt?: number; prepared?: true },
): void {
  const { turnIdx, draft } = reply;
  const { id: callId, name, arguments: given } = call;
  const made = { turnIdx, draftId: draft.id, callId, name, arguments: given, round, upTo };
  emit(move, { type: "record", entry: { type: "tool-call", ...made, ...told } });
}

export function recordResult(move: Move, callId: string, answer: ToolAnswer & { readonly expired?: true }): void {
  emit(move, { type: "record", entry: { type: "tool-result", callId, ...answer } });
}

export function countCalled(move: Move): void {
  const { turn } = move.state;
  if (turn.phase !== "settled") return;
  change(move, { turn: { ...turn, reply: { ...turn.reply, toolsCalled: turn.reply.toolsCalled + 1 } } });
}

/** T41 The turn is over: what was answered before the commit counts, what was not is withdrawn or never made. */
export function closeCalls(move: Move): void {
  replaceCalls(move, (placed) => {
    const { call, reply } = placed;
    if (call.phase === "known" && call.answer !== undefined) return storeAnswered(move, placed, call.answer);
    if (call.phase !== "prepared") return call;
    if (call.answer !== undefined) return storePrepared(move, placed, move.at);
    withdrawCall(move, call, { draft: reply.draft, turnIdx: reply.turnIdx });
    return call;
  });
}
