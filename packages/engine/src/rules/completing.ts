import { changeContext, isWorthKeeping } from "../context/context.ts";
import { isRunning } from "../drafts/draft.ts";
import type { Outcome } from "../effect.ts";
import { isReplicaSpeaking, moveFloor } from "../floor/floor.ts";
import { change, clearTimer, emit, moveTurn, type Move } from "../move.ts";
import { announceCall } from "../tools/tools.ts";
import type { TurnNumbers } from "../turn/numbers.ts";
import { heardText, type Reply } from "../turn/reply.ts";
import { replyOf } from "../turn/turn.ts";
import { onContextChanged, tokensOut } from "./drafting.ts";
import { scheduleEndOfTurn } from "./floor.ts";

/** A backchannel said at least so long before the agent finished was none of the user's turns. */
const backchannelAgeMs = 1000;

/** T40 Settling is final: from now on the turn cannot be reopened, and tools may be called. */
export function settleTurn(move: Move): void {
  if (move.state.turn.phase !== "released") return;
  clearTimer(move, "grace");
  moveTurn(move, { type: "settle" });
  announceCalls(move);
}

/** T41 A tool call leaves only after its turn is settled, and is stored before it is told. */
export function announceCalls(move: Move): void {
  const { turn } = move.state;
  if (turn.phase !== "settled") return;
  const { reply } = turn;
  for (const call of reply.draft.calls.slice(reply.announced)) {
    const tools = announceCall(move.state.tools, { ...call, draftId: reply.draft.id, turnIdx: reply.turnIdx });
    if (tools === undefined) {
      emit(move, {
        type: "refusal",
        code: "queue_full",
        message: `too many tool calls are unanswered: ${call.name} was not called`,
      });
      continue;
    }
    change(move, { tools });
    const { id: callId, name } = call;
    emit(move, {
      type: "record",
      entry: {
        type: "tool-call",
        turnIdx: reply.turnIdx,
        draftId: reply.draft.id,
        callId,
        name,
        arguments: call.arguments,
      },
    });
  }
  change(move, { turn: { ...turn, reply: { ...reply, announced: reply.draft.calls.length } } });
}

/** T42 Ends the turn that is being answered, once: its words enter the history as far as they were heard. */
export function completeReply(move: Move, outcome: Outcome): void {
  settleTurn(move);
  const reply = replyOf(move.state.turn);
  if (reply === undefined) return;
  clearTimer(move, "playback");
  stopReply(move, reply, outcome);
  const heard = heardText(reply);
  const { turnIdx, draft } = reply;
  const user = reply.transcript === "" ? undefined : reply.transcript;
  if (isWorthKeeping(user, heard)) {
    const item = { type: "turn", turnIdx, user, heard } as const;
    change(move, { context: changeContext(move.state.context, { type: "append", item }) });
  }
  if (outcome === "silent" && draft.purpose === "reply" && reply.tally.calls > 0) {
    const message = "the model finished without a word: the agent says nothing in this turn";
    emit(move, { type: "warning", code: "silent_reply", message, turnIdx });
  }
  emit(move, {
    type: "record",
    entry: {
      type: "reply",
      turnIdx,
      draftId: draft.id,
      purpose: draft.purpose,
      text: reply.said,
      heard,
      outcome,
      numbers: numbersOf(move, reply, outcome),
      problem: outcome === "failed" ? draft.problem : undefined,
    },
  });
  dropBackchannel(move, outcome);
  moveTurn(move, { type: "complete", last: reply.committed });
  onContextChanged(move);
  scheduleEndOfTurn(move);
}

/** Silences the mouth and the model. */
function stopReply(move: Move, reply: Reply, outcome: Outcome): void {
  const draftId = reply.draft.id;
  if (isRunning(reply.draft) && reply.draft.purpose === "reply") emit(move, { type: "model-cancel", draftId });
  const { floor } = move.state;
  if (!isReplicaSpeaking(floor)) return;
  change(move, { floor: moveFloor(floor, "replica-stop", move.at) });
  emit(move, {
    type: "speech-stop",
    turnIdx: reply.turnIdx,
    draftId,
    interrupted: outcome === "interrupted",
    durationMs: move.at - floor.replicaSince,
  });
}

/** T43 "Mhm" while the agent went on talking asks for no answer; said at its very end, it may be one. */
function dropBackchannel(move: Move, outcome: Outcome): void {
  const { turn } = move.state;
  if (turn.phase !== "settled" || turn.pending === undefined || outcome === "interrupted") return;
  const { words, lastWordAt, endedBy } = turn.pending;
  const over = endedBy === "server" && move.at - lastWordAt >= backchannelAgeMs;
  if (over && move.policies.isBackchannel(words)) moveTurn(move, { type: "hear", user: undefined });
}

function numbersOf(move: Move, reply: Reply, outcome: Outcome): TurnNumbers {
  const { draft, tally, firstWordsAt, lastWordAt } = reply;
  return {
    turnIdx: reply.turnIdx,
    outcome,
    endOfTurnReason: reply.reason,
    lastWordAt,
    endedAt: reply.endedAt,
    releasedAt: reply.releasedAt,
    firstWordsAt,
    gapMs: firstWordsAt === undefined ? undefined : firstWordsAt - lastWordAt,
    headStartMs: reply.headStartMs,
    drafts: tally.drafts,
    rung: reply.rung,
    tokens: {
      in: draft.usage?.in ?? 0,
      cached: draft.usage?.cached ?? 0,
      out: draft.purpose === "reply" ? tokensOut(move, draft) : 0,
      wasted: tally.wasted,
    },
    calls: tally.calls,
    tools: draft.calls.length,
  };
}
