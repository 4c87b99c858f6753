import { isAnswered, nextRound, type Draft } from "../drafts/draft.ts";
import { change, emit, type Move } from "../move.ts";
import { timeoutMs, type RoundCall, type ToolAnswer } from "../tools/call.ts";
import { findRead, keepRead, readKey, withdrawRead } from "../tools/reads.ts";
import { startModel } from "./asking.ts";
import { nextTurnIdx } from "./counting.ts";

/** K3 How many rounds of calls one answer may have. */
export const mostRounds = 8;

/**
 * K7 After every event: `read` tools that drafts have called are called before the commit, where somebody takes such
 * calls; a draft whose calls are all answered goes on. Nothing of it is stored, and nothing is heard.
 */
export function prepareReads(move: Move): void {
  const { session, reads } = move.state;
  if (!session.readTools && reads.known.length === 0) return;
  for (const draft of move.state.drafts) {
    if (draft.phase === "calling" && draft.rounds.length <= mostRounds) prepareRound(move, draft);
  }
}

function prepareRound(move: Move, draft: Draft): void {
  const last = draft.rounds.at(-1);
  if (last === undefined) return;
  const calls = last.calls.map((call) => (call.phase === "made" ? prepareCall(move, draft, call) : call));
  const prepared = { ...draft, rounds: [...draft.rounds.slice(0, -1), { ...last, calls }] };
  const goesOn = isAnswered(prepared);
  const next = goesOn ? nextRound(prepared) : prepared;
  change(move, { drafts: move.state.drafts.map((one) => (one === draft ? next : one)) });
  if (!goesOn) return;
  // C10 What the model cannot hold is not asked: the draft waits as it is, and the end of the turn says why.
  if (startModel(move, next, next.transcript) === undefined) return;
  change(move, { drafts: move.state.drafts.map((one) => (one === next ? prepared : one)) });
}

function prepareCall(move: Move, draft: Draft, call: RoundCall): RoundCall {
  const { context, reads, session } = move.state;
  const tool = context.tools.find((one) => one.name === call.name);
  if (tool?.effect !== "read" || timeoutMs(tool) === 0) return call;
  if (move.policies.checkArguments(tool, call.arguments) !== undefined) return call;
  const answer = findRead(reads, readKey(call, draft.contextVersion));
  if (answer !== undefined) return { ...call, phase: "known", answer };
  if (!session.readTools) return call;
  // K11 Nothing is remembered of drafts that died: with its draft's id the call is never taken for one of theirs.
  const id = `${call.id}-${draft.id}`;
  const { name, arguments: given } = call;
  const turnIdx = nextTurnIdx(move);
  emit(move, { type: "tool-prepare", draftId: draft.id, turnIdx, callId: id, name, arguments: given });
  return { ...call, id, phase: "prepared", preparedAt: move.at };
}

/** K7 A result that comes before the commit stays with its draft, and is remembered for others like it. */
export function answerPrepared(draft: Draft, callId: string, answer: ToolAnswer): Draft | undefined {
  let found = false;
  const rounds = draft.rounds.map(({ upTo, calls }) => ({
    upTo,
    calls: calls.map((call) => {
      if (found || call.id !== callId || call.phase !== "prepared" || call.answer !== undefined) return call;
      found = true;
      return { ...call, answer };
    }),
  }));
  return found ? { ...draft, rounds } : undefined;
}

/** Remembers what a read came to, as long as the context that it was made in still stands. */
export function rememberRead(move: Move, key: ReturnType<typeof readKey>, answer: ToolAnswer): void {
  if (key.contextVersion !== move.state.context.version) return;
  change(move, { reads: keepRead(move.state.reads, key, answer) });
}

/** K7 The draft is gone: nobody waits for the results of its calls any more. */
export function withdrawCalls(move: Move, draft: Draft, turnIdx: number): void {
  for (const { calls } of draft.rounds) {
    for (const call of calls) if (call.phase === "prepared") withdrawCall(move, call, { draft, turnIdx });
  }
}

export function withdrawCall(move: Move, call: RoundCall, of: { draft: Draft; turnIdx: number }): void {
  const { draft, turnIdx } = of;
  emit(move, { type: "tool-withdraw", draftId: draft.id, turnIdx, callId: call.id });
  if (call.answer !== undefined) return;
  const key = readKey(call, draft.contextVersion);
  change(move, { reads: withdrawRead(move.state.reads, key, call.id) });
}
