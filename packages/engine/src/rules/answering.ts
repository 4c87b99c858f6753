import { changeContext } from "../context/context.ts";
import type { Draft } from "../drafts/draft.ts";
import type { ContextEvent } from "../event.ts";
import { change, emit, type Move } from "../move.ts";
import { answerText, cutResult, longestResult, timeoutMs, type ToolAnswer } from "../tools/call.ts";
import { readKey, takeWithdrawn } from "../tools/reads.ts";
import { findCall, lateId, moveCalls, openCalls, type ToolCall } from "../tools/tools.ts";
import { replyOf } from "../turn/turn.ts";
import { nextTurnIdx } from "./counting.ts";
import { onContextChanged } from "./drafting.ts";
import { answerPrepared, rememberRead } from "./preparing.ts";
import { recordResult, setDraft } from "./storing.ts";

type ToolResult = Extract<ContextEvent, { type: "tool-result" }>;

/** T83 A result answers its call once, whatever became of the turn that made the call. */
export function onToolResult(move: Move, event: ToolResult): void {
  const { callId, status } = event;
  const answer: ToolAnswer = { output: cutResult(event.output), status };
  const call = findCall(move.state.tools, callId);
  if (call !== undefined) answerCall(move, call, answer);
  else if (!answerDraft(move, callId, answer) && !answerWithdrawn(move, callId, answer)) {
    const message = `no tool call ${JSON.stringify(callId)} waits for a result: it was never made, or is answered already`;
    return emit(move, { type: "refusal", code: "unknown_tool_call", message });
  }
  if (answer.output !== event.output) warnOfCut(move, event, call?.turnIdx);
}

/** K5 */
function warnOfCut(move: Move, event: ToolResult, turnIdx = nextTurnIdx(move)): void {
  const message = `the result of call ${event.callId} has ${event.output.length} characters: its middle was left out, ${longestResult} are kept`;
  emit(move, { type: "warning", code: "tool_result_cut", message, turnIdx });
}

function answerCall(move: Move, call: ToolCall, told: ToolAnswer & { readonly expired?: true }): void {
  const { expired, ...answer } = told;
  const input = expired === undefined ? "answer" : "expire";
  change(move, { tools: moveCalls(move.state.tools, input, (one) => one === call) });
  recordResult(move, call.id, told);
  const reply = replyOf(move.state.turn);
  if (reply?.draft.id === call.draftId && call.phase === "announced") {
    return setDraft(move, { rounds: withAnswer(reply.draft, call.id, answer) });
  }
  keepLate(move, call, answer);
}

function withAnswer(draft: Draft, callId: string, answer: ToolAnswer): Draft["rounds"] {
  return draft.rounds.map(({ upTo, calls }) => ({
    upTo,
    calls: calls.map((call) => (call.id === callId && call.answer === undefined ? { ...call, answer } : call)),
  }));
}

/**
 * T83 The turn that made the call is over, or the model was told that its time was: the result stands in the history
 * where it came, so that nothing is done twice, and drafts that did not know of it are revoked.
 */
function keepLate(move: Move, call: ToolCall, answer: ToolAnswer): void {
  const { id, name, arguments: given } = call;
  const callId = call.phase === "expired" ? lateId(id) : id;
  const item = { type: "tool", callId, name, arguments: given, output: answerText(answer) } as const;
  change(move, { context: changeContext(move.state.context, { type: "append", item }) });
  onContextChanged(move);
}

/** K7 The result of a call that was told before its commit. */
function answerDraft(move: Move, callId: string, answer: ToolAnswer): boolean {
  const reply = replyOf(move.state.turn);
  const drafts = reply === undefined ? move.state.drafts : [...move.state.drafts, reply.draft];
  for (const draft of drafts) {
    const answered = answerPrepared(draft, callId, answer);
    if (answered === undefined) continue;
    if (draft === reply?.draft) setDraft(move, { rounds: answered.rounds });
    else change(move, { drafts: move.state.drafts.map((one) => (one === draft ? answered : one)) });
    const call = draft.rounds.flatMap(({ calls }) => calls).find((one) => one.id === callId);
    if (call !== undefined) rememberRead(move, readKey(call, draft.contextVersion), answer);
    return true;
  }
  return false;
}

/** K7 Its draft is gone, and what was read is still true. */
function answerWithdrawn(move: Move, callId: string, answer: ToolAnswer): boolean {
  const taken = takeWithdrawn(move.state.reads, callId);
  if (taken === undefined) return false;
  change(move, { reads: taken.reads });
  rememberRead(move, taken.key, answer);
  return true;
}

/** K4 The time of a call is over: the model is told so, and the client; the turn goes on. */
export function onToolTimeout(move: Move): void {
  for (const call of openCalls(move.state.tools)) {
    if (call.dueAt > move.at) continue;
    const { id: callId, name, draftId, turnIdx } = call;
    const tool = move.state.context.tools.find((one) => one.name === name);
    const waited = `${timeoutMs(tool) / 1000} s`;
    const message = `the tool ${name} (call ${callId}) gave no result within ${waited}: the model was told so; a result that still comes is kept`;
    emit(move, { type: "tool-problem", draftId, turnIdx, callId, code: "tool_timeout", message });
    const output = `no result came within ${waited}; whether it was done is not known`;
    answerCall(move, call, { output, status: "error", expired: true });
  }
}
