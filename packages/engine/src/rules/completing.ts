import { changeContext, isWorthKeeping } from "../context/context.ts";
import { isRunning } from "../drafts/draft.ts";
import type { Entry, Outcome } from "../effect.ts";
import { isReplicaSpeaking, moveFloor } from "../floor/floor.ts";
import { change, clearTimer, emit, moveTurn, type Move } from "../move.ts";
import { answeredRounds } from "../tools/call.ts";
import { heardText, type Reply } from "../turn/reply.ts";
import { replyOf } from "../turn/turn.ts";
import { numbersOf } from "./counting.ts";
import { onContextChanged } from "./drafting.ts";
import { scheduleEndOfTurn, takeUserFloor } from "./floor.ts";
import { learnEnding } from "./learning.ts";
import { closeCalls } from "./storing.ts";
import { forgetWarmCalls } from "./warming.ts";

/** A backchannel said at least so long before the agent finished was none of the user's turns. */
const backchannelAgeMs = 1000;

/** T40, T41 Settling is final: from now on the turn cannot be reopened, and tools may be called. */
export function settleTurn(move: Move): void {
  if (move.state.turn.phase !== "released") return;
  clearTimer(move, "grace");
  moveTurn(move, { type: "settle" });
}

/** T42 Ends the turn that is being answered, once: its words enter the history as far as they were heard. */
export function completeReply(move: Move, outcome: Outcome): void {
  // What is cut short before it was settled has happened, but calls no tool any more.
  clearTimer(move, "grace");
  moveTurn(move, { type: "settle" });
  closeCalls(move);
  const reply = replyOf(move.state.turn);
  if (reply === undefined) return;
  clearTimer(move, "playback");
  clearTimer(move, "opener");
  stopReply(move, reply, outcome);
  const heard = heardText(reply);
  keepTurn(move, reply, heard);
  learnEnding(move, reply);
  if (outcome === "silent" && asksModel(reply)) {
    const message = "the model finished without a word: the agent says nothing in this turn";
    emit(move, { type: "warning", code: "silent_reply", message, turnIdx: reply.turnIdx });
  }
  emit(move, { type: "record", entry: { ...replyEntry(move, reply, outcome), heard } });
  forgetWarmCalls(move);
  dropBackchannel(move, outcome);
  moveTurn(move, { type: "complete", last: reply.committed });
  onContextChanged(move);
  scheduleEndOfTurn(move);
}

/** T44 A turn stands in the history where it was released; what came while it was answered stands behind it. */
function keepTurn(move: Move, reply: Reply, heard: string): void {
  const user = reply.transcript === "" ? undefined : reply.transcript;
  const rounds = answeredRounds(reply.draft.rounds, true);
  if (rounds.length === 0 && !isWorthKeeping(user, heard)) return;
  const called = rounds.length === 0 ? {} : { rounds };
  const item = { type: "turn", turnIdx: reply.turnIdx, user, heard, ...called } as const;
  change(move, { context: changeContext(move.state.context, { type: "append", item, at: reply.historyAt }) });
}

function asksModel(reply: Reply): boolean {
  return reply.draft.purpose === "reply" && reply.tally.calls > 0 && reply.reason !== "conversation_end";
}

function replyEntry(move: Move, reply: Reply, outcome: Outcome): Omit<Extract<Entry, { type: "reply" }>, "heard"> {
  const { draft, turnIdx } = reply;
  return {
    type: "reply",
    turnIdx,
    draftId: draft.id,
    purpose: draft.purpose,
    text: reply.said,
    outcome,
    numbers: numbersOf(move, reply, outcome),
    problem: outcome === "failed" ? draft.problem : undefined,
  };
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

/**
 * T43 "Mhm" while the agent went on talking asks for no answer; said at its very end, it may be one, and so may what goes
 * on with the very words that are answered: then the turn was cut, and nobody has listened yet.
 */
function dropBackchannel(move: Move, outcome: Outcome): void {
  const { turn } = move.state;
  if (turn.phase !== "settled" || turn.pending === undefined || outcome === "interrupted") return;
  if (turn.reply.committed?.text === "goes-on") return;
  const { words, lastWordAt, endedBy } = turn.pending;
  const over = endedBy === "server" && move.at - lastWordAt >= backchannelAgeMs;
  if (!over || !move.policies.isBackchannel(words)) return;
  moveTurn(move, { type: "hear", user: undefined });
  if (!move.state.floor.voice) takeUserFloor(move, "user-stop");
}
