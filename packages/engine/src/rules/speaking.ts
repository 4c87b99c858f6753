import { isOver, isRunning, type Prepared } from "../drafts/draft.ts";
import type { Outcome } from "../effect.ts";
import type { AgentEvent, ModelEvent, Problem } from "../event.ts";
import { moveFloor } from "../floor/floor.ts";
import { change, clearTimer, emit, setTimer, type Move } from "../move.ts";
import { cutClauses, flushClauses } from "../speech/clauses.ts";
import { replyOf, type Turn } from "../turn/turn.ts";
import type { Reply } from "../turn/reply.ts";
import { completeReply, settleTurn } from "./completing.ts";
import { takeNews } from "./drafting.ts";
import { scheduleEndOfTurn } from "./floor.ts";
import { openerHoldUntil } from "./salvaging.ts";

type Playback = Extract<AgentEvent, { type: "playback" }>;

/** How long the mouth may be silent about its progress after the reply is complete, and an echo between its pieces. */
const playbackSilenceMs = 15_000;

/** T35 Waits for the mouth, or for the next piece of an echo, and not for ever. */
export function awaitProgress(move: Move): void {
  setTimer(move, "playback", move.at + playbackSilenceMs);
}

/** T30 News of the generation that was committed leaves as words at once. */
export function onReplyNews(move: Move, reply: Reply, event: ModelEvent): void {
  const draft = takeNews(move, reply.draft, event);
  if (draft === reply.draft) return;
  // SV6 More has come, or nothing more does: the opener need not wait any longer.
  if (event.type === "model-text" || draft.phase === "finished" || draft.phase === "calling") sayOpener(move);
  setReply(move, { ...(replyOf(move.state.turn) ?? reply), draft });
  if (event.type === "model-text" && isRunning(draft)) say(move, draft.text.slice(reply.draft.text.length));
  if (!isRunning(draft) && isRunning(reply.draft)) endGeneration(move);
}

/**
 * T31 Lets words out. Only here, and only of a turn that was released, does anything leave as the agent's words. What was
 * cut into clauses before, as a draft, keeps its cuts.
 */
export function say(move: Move, text: string, prepared?: Prepared): void {
  const reply = replyOf(move.state.turn);
  if (reply === undefined || text === "") return;
  const first = reply.firstWordsAt === undefined;
  const said = reply.said + text;
  const { cut, clauses } = prepared ?? cutClauses(reply.clauses, text);
  const heardChars = move.state.session.playback ? reply.heardChars : said.length;
  setReply(move, {
    ...reply,
    said,
    clauses: cut,
    heardChars,
    deltas: reply.deltas + 1,
    firstWordsAt: reply.firstWordsAt ?? move.at,
    playbackDone: false,
  });
  const { turnIdx } = reply;
  const draftId = reply.draft.id;
  if (first) {
    change(move, { floor: moveFloor(move.state.floor, "replica-start", move.at) });
    emit(move, { type: "speech-start", turnIdx, draftId });
    scheduleEndOfTurn(move);
  }
  emit(move, { type: "speech-delta", turnIdx, draftId, index: reply.deltas, text, whole: said });
  sayClauses(move, reply, clauses);
  settleIfHeard(move);
}

/** SV6 Where a reply has nothing but its opener, and it is too early for that: whether it waits. */
export function holdOpener(move: Move): boolean {
  const reply = replyOf(move.state.turn);
  if (reply === undefined || reply.draft.text !== reply.draft.opener?.text) return false;
  const until = openerHoldUntil(move, reply.draft);
  if (until === undefined || until <= move.at) return false;
  setTimer(move, "opener", until);
  return true;
}

/** SV6 The opener that waited is spoken: it is time, or more of the reply has come. */
export function sayOpener(move: Move): void {
  const reply = replyOf(move.state.turn);
  clearTimer(move, "opener");
  if (reply?.draft.opener === undefined || reply.said !== "") return;
  say(move, reply.draft.text, reply.draft.prepared);
}

/** `reply` as it was before these clauses: they are numbered on from there. */
function sayClauses(move: Move, { turnIdx, draft, clauses: before }: Reply, clauses: readonly string[]): void {
  for (const [offset, text] of clauses.entries()) {
    const index = before.count + offset;
    emit(move, { type: "speech-clause", turnIdx, draftId: draft.id, index, text, final: false });
  }
}

/** T32 The generation is over: the last clause leaves, and the turn ends as soon as it may. */
export function endGeneration(move: Move): void {
  const reply = replyOf(move.state.turn);
  if (reply === undefined) return;
  if (reply.draft.phase === "calling") return endRound(move, reply);
  endSpeech(move, reply);
  if (reply.draft.phase === "failed") return completeReply(move, "failed");
  // A turn that its caller ended has nothing more to wait for; one that silence ended keeps its grace.
  if (move.state.turn.phase === "released" && reply.reason !== "silence") settleTurn(move);
  completeIfOver(move);
}

function endSpeech(move: Move, { said, turnIdx, draft, clauses }: Reply): void {
  if (said === "") return;
  const text = clauses.rest.trim();
  emit(move, { type: "speech-clause", turnIdx, draftId: draft.id, index: clauses.count, text, final: true });
}

/** K3 The model has stopped to call tools: what was said is spoken meanwhile, and the turn goes on. */
function endRound(move: Move, reply: Reply): void {
  const { cut, clauses } = flushClauses(reply.clauses);
  setReply(move, { ...reply, clauses: cut });
  sayClauses(move, reply, clauses);
  if (move.state.turn.phase === "released" && reply.reason !== "silence") settleTurn(move);
}

/** K12 A turn that waits for tools, and has nothing more to play, ends where something else is to be said. */
export function finishWaiting(move: Move): void {
  const { turn } = move.state;
  if (turn.phase !== "settled" || turn.reply.draft.phase !== "calling" || !isPlayed(move, turn.reply)) return;
  endSpeech(move, turn.reply);
  completeReply(move, outcomeOf(turn.reply));
}

/** C10 The model was not asked, because that is not possible: the turn has failed. */
export function failReply(move: Move, problem: Problem): void {
  const reply = replyOf(move.state.turn);
  if (reply === undefined) return;
  onReplyNews(move, reply, { type: "model-failure", at: move.at, draftId: reply.draft.id, problem });
}

/** T33 How far the mouth has got. From the first report on, only what was played counts as heard. */
export function onPlayback(move: Move, event: Playback): void {
  const { session } = move.state;
  const began = !session.playback;
  if (began) change(move, { session: { ...session, playback: true } });
  const reply = replyOf(move.state.turn);
  if (reply === undefined) return;
  const ours = reply.draft.id === event.draftId;
  if (!ours && !began) return;
  const heard = ours ? heardOf(reply, event) : 0;
  setReply(move, {
    ...reply,
    heardChars: began ? heard : Math.max(reply.heardChars, heard),
    playbackDone: ours && event.done,
  });
  settleIfHeard(move);
  completeIfOver(move);
}

/** A mouth that is done without saying how far it came has said everything. */
function heardOf(reply: Reply, event: Playback): number {
  const all = event.done && !isRunning(reply.draft) ? reply.said.length : 0;
  const told = event.spokenChars ?? event.spokenText?.length ?? all;
  return Math.max(0, Math.min(reply.said.length, told));
}

/** T34 A turn is over when its generation is, it is settled, and (where somebody reports it) all of it was played. */
function completeIfOver(move: Move): void {
  const { turn } = move.state;
  if (turn.phase !== "settled" || !isOver(turn.reply.draft)) return;
  if (!isPlayed(move, turn.reply)) return awaitProgress(move);
  completeReply(move, outcomeOf(turn.reply));
}

/** Whether all that was said was played, as far as anybody reports it. */
function isPlayed(move: Move, reply: Reply): boolean {
  return !move.state.session.playback || reply.playbackDone || reply.heardChars >= reply.said.length;
}

/**
 * T35 A mouth that says nothing for long is taken to be done; one that never said a thing of this reply, to have said
 * it all and to report no more. An echo whose next piece does not come is complete.
 */
export function onPlaybackTimeout(move: Move): void {
  const reply = replyOf(move.state.turn);
  if (reply === undefined) return;
  if (isRunning(reply.draft)) {
    const { id: draftId } = reply.draft;
    return onReplyNews(move, reply, { at: move.at, type: "model-finish", draftId, reason: "timeout" });
  }
  if (reply.heardChars === 0) {
    change(move, { session: { ...move.state.session, playback: false } });
    setReply(move, { ...reply, heardChars: reply.said.length });
  }
  completeReply(move, outcomeOf(reply));
}

/** T36 The grace is over: the turn counts from now on. */
export function onGraceOver(move: Move): void {
  if (move.state.turn.phase !== "released") return;
  settleTurn(move);
  completeIfOver(move);
}

/** Whether a word of the reply was heard; what was sent counts where nobody reports playback. */
export function isHeard(move: Move, reply: Reply): boolean {
  return move.state.session.playback ? reply.heardChars > 0 : reply.said !== "";
}

/** T37 The first word heard settles the turn. */
function settleIfHeard(move: Move): void {
  const { turn } = move.state;
  if (turn.phase === "released" && isHeard(move, turn.reply)) settleTurn(move);
}

function outcomeOf(reply: Reply): Outcome {
  return reply.said === "" && reply.toolsCalled === 0 ? "silent" : "completed";
}

/** Replaces the reply of a turn that is being answered. */
function setReply(move: Move, reply: Reply): void {
  const { turn } = move.state;
  const next: Turn = turn.phase === "released" || turn.phase === "settled" ? { ...turn, reply } : turn;
  change(move, { turn: next });
}
