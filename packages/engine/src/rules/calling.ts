import { isAnswered, nextRound } from "../drafts/draft.ts";
import { change, clearTimer, emit, setTimer, type Move } from "../move.ts";
import { timeoutMs, type RoundCall } from "../tools/call.ts";
import { findRead, readKey } from "../tools/reads.ts";
import { announceCall, moveCalls, nextDue } from "../tools/tools.ts";
import type { Reply } from "../turn/reply.ts";
import { replyOf } from "../turn/turn.ts";
import { startModel } from "./asking.ts";
import { mostRounds } from "./preparing.ts";
import { endGeneration, failReply } from "./speaking.ts";
import {
  countCalled,
  recordCall,
  recordResult,
  refuseCall,
  replaceCalls,
  setDraft,
  storeAnswered,
  storePrepared,
  type PlacedCall,
} from "./storing.ts";

/** What the model is told of a tool that gives no result. */
const noResult = "The call was made. This tool gives no result.";

/**
 * T41, K3 After every event: a settled turn whose model has stopped to call tools calls them; when every one has its
 * answer the model goes on with the same turn, behind the same gate.
 */
export function goOnWithTools(move: Move): void {
  const { turn } = move.state;
  if (turn.phase !== "settled" || turn.reply.draft.rounds.length === 0) return;
  const { draft } = turn.reply;
  if (draft.phase === "calling" && draft.rounds.length > mostRounds) return giveUp(move, turn.reply);
  replaceCalls(move, (placed) => takeUp(move, placed));
  const reply = replyOf(move.state.turn);
  if (reply !== undefined && isAnswered(reply.draft)) askAgain(move, reply);
}

function askAgain(move: Move, reply: Reply): void {
  const { turn } = move.state;
  if (turn.phase !== "settled") return;
  const draft = nextRound(reply.draft);
  change(move, { turn: { ...turn, reply: { ...reply, draft } } });
  const problem = startModel(move, draft, reply.transcript);
  if (problem !== undefined) failReply(move, problem);
}

/** K3 A model that does not stop calling is not asked again: its last calls are not made, and the turn ends. */
function giveUp(move: Move, { draft, turnIdx }: Reply): void {
  const message = `the model called tools in ${mostRounds} rounds and wants more: the turn ends with what was said`;
  emit(move, { type: "warning", code: "tool_rounds", message, turnIdx });
  setDraft(move, { phase: "finished", rounds: draft.rounds.slice(0, mostRounds) });
  endGeneration(move);
}

function takeUp(move: Move, placed: PlacedCall): RoundCall {
  const { call, reply } = placed;
  if (call.phase === "known" && call.answer !== undefined) return storeAnswered(move, placed, call.answer);
  const tool = move.state.context.tools.find((one) => one.name === call.name);
  if (call.phase === "prepared") {
    const dueAt = Math.max(move.at, (call.preparedAt ?? move.at) + timeoutMs(tool));
    return storePrepared(move, placed, dueAt);
  }
  const problem = tool === undefined ? unknownTool(move, call) : move.policies.checkArguments(tool, call.arguments);
  if (problem !== undefined) return refuseArguments(move, placed, problem);
  const known = tool?.effect === "read" ? findRead(move.state.reads, keyOf(reply, call)) : undefined;
  if (known !== undefined) return storeAnswered(move, placed, known);
  return makeCall(move, placed, timeoutMs(tool));
}

function keyOf(reply: Reply, call: RoundCall): ReturnType<typeof readKey> {
  return readKey(call, reply.draft.contextVersion);
}

/** T41 From here on the call is the client's. */
function makeCall(move: Move, placed: PlacedCall, waitMs: number): RoundCall {
  const { id, name, arguments: given } = placed.call;
  const { turnIdx, draft } = placed.reply;
  const dueAt = move.at + waitMs;
  const tools = announceCall(move.state.tools, { id, name, arguments: given, draftId: draft.id, turnIdx, dueAt });
  if (tools === undefined) return refuseCall(move, placed);
  change(move, { tools });
  countCalled(move);
  recordCall(move, placed, { dueAt });
  if (waitMs > 0) return { ...placed.call, phase: "taken" };
  const answer = { output: noResult, status: "success" } as const;
  change(move, { tools: moveCalls(move.state.tools, "answer", (one) => one.id === id) });
  recordResult(move, id, answer);
  return { ...placed.call, phase: "taken", answer };
}

function unknownTool(move: Move, call: RoundCall): string {
  const names = move.state.context.tools.map((tool) => tool.name).join(", ");
  return `there is no tool ${call.name}; there ${names === "" ? "are none" : `are ${names}`}`;
}

/** K8 A call that cannot be made goes back to the model; the second time the client is told, too. */
function refuseArguments(move: Move, placed: PlacedCall, problem: string): RoundCall {
  const { call, reply } = placed;
  const again = reply.draft.rounds.some(({ calls }) =>
    calls.some((one) => one.refused === true && one.name === call.name),
  );
  const advice = again ? "Go on without this tool." : "Correct the call and make it again, or go on without it.";
  if (again) {
    const { turnIdx, draft } = reply;
    const message = `the model called ${call.name} wrongly again: ${problem}; the call was not made, the turn goes on`;
    const code = "tool_arguments_invalid";
    emit(move, { type: "tool-problem", draftId: draft.id, turnIdx, callId: call.id, code, message });
  }
  const output = `this call was not made: ${problem}. ${advice}`;
  return { ...storeAnswered(move, placed, { output, status: "error" }), refused: true };
}

/** K4 After every event: the timer is set to when the next call's time is over. */
export function scheduleToolTimeout(move: Move): void {
  const due = nextDue(move.state.tools);
  if (due === undefined) clearTimer(move, "tool");
  else setTimer(move, "tool", due);
}
