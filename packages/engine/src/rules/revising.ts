import { isReplicaSpeaking, moveFloor } from "../floor/floor.ts";
import { isRunning } from "../drafts/draft.ts";
import type { ReopenReason } from "../effect.ts";
import { change, clearTimer, emit, moveTurn, type Move } from "../move.ts";
import {
  continueWith,
  hear,
  joinWords,
  type EndedBy,
  type Transcript,
  type UserWords,
} from "../transcript/user-words.ts";
import { isSameWords } from "../transcript/words.ts";
import { withoutCarried } from "../turn/committed.ts";
import type { Reply } from "../turn/reply.ts";
import { takeBack } from "../turn/tally.ts";
import type { ReleasedTurn } from "../turn/turn.ts";
import { nextTurnIdx, spentOn } from "./counting.ts";
import { considerDraft, reviseDrafts } from "./drafting.ts";
import { scheduleEndOfTurn, takeUserFloor } from "./floor.ts";
import { withdrawCalls } from "./preparing.ts";
import { releaseTurn } from "./releasing.ts";
import { keepOpenerOf } from "./salvaging.ts";
import { isHeard } from "./speaking.ts";

/** What a transcript may set off beside being heard. */
export interface Hearing {
  readonly transcript: Transcript;
  readonly endedBy: EndedBy;
  /** Whether a draft may be started on it; not where the turn ends in this very step. */
  readonly speculate: boolean;
}

/** T15 How often late revisions may change a turn that its caller ended: each costs a generation. */
const mostRevisions = 8;

/** T12 The caller's detector takes its end of turn back: what is not settled is open again, with all that was said since. */
export function onTurnResume(move: Move): void {
  const { turn } = move.state;
  if (turn.phase !== "released" || turn.reply.user === undefined || isHeard(move, turn.reply)) return;
  reopenTurn(move, turn, { user: joinWords(turn.reply.user, turn.pending), reason: "turn_resumed" });
  takeUserFloor(move, "user-start");
  // The user is about to go on: the wait for silence starts anew.
  change(move, { floor: { ...move.state.floor, quietSince: move.at } });
  afterWords(move, true);
}

/** T14 Until a word of the reply was heard, the user may still go on with the turn that silence ended, once. */
export function goOnWith(move: Move, turn: ReleasedTurn, hearing: Hearing): void {
  const before = turn.reply.user;
  if (before === undefined) return;
  const user = continueWith(before, hearing.transcript, { at: move.at, endedBy: hearing.endedBy });
  if (isSameWords(user.words, before.words)) return;
  reopenTurn(move, turn, { user, reason: "user_went_on" });
  takeUserFloor(move, "user-start");
  tellWords(move, user);
  afterWords(move, hearing.speculate);
}

/** T15 A late revision of a turn that is not settled changes that turn; where its caller ended it, it stays ended. */
export function amendTurn(move: Move, turn: ReleasedTurn, hearing: Hearing): void {
  const { user: before, committed } = turn.reply;
  if (before === undefined || committed === undefined) return;
  const user = hear(before, withoutCarried(committed, hearing.transcript), { at: move.at, endedBy: hearing.endedBy });
  if (isSameWords(user.words, before.words) || user.words.length === 0) return;
  const { pending } = turn;
  reopenTurn(move, turn, { user, reason: "late_revision" });
  tellWords(move, user);
  if (turn.reply.reason === "turn_end") return releaseTurn(move, "turn_end", pending);
  takeUserFloor(move, "user-start");
  afterWords(move, hearing.speculate);
}

/** Whether the turn that is being answered can still become another one. */
export function mayReopen(move: Move, turn: ReleasedTurn): boolean {
  const { reply } = turn;
  if (reply.user === undefined || isHeard(move, reply)) return false;
  return reply.reopened < (reply.reason === "turn_end" ? mostRevisions : 1);
}

/** T17 After new words: drafts are judged, the wait for silence starts again, a draft may start. */
export function afterWords(move: Move, speculate: boolean): void {
  const { turn } = move.state;
  if (turn.phase === "open") reviseDrafts(move, turn);
  scheduleEndOfTurn(move);
  if (speculate) considerDraft(move);
}

/** Tells the user's words as far as they are known. */
export function tellWords(move: Move, user: UserWords): void {
  emit(move, { type: "user-words", turnIdx: nextTurnIdx(move), text: user.text });
}

/** T64 A turn that is released and not settled is open again: what was sent of its reply is taken back. */
function reopenTurn(move: Move, turn: ReleasedTurn, opened: { user: UserWords; reason: ReopenReason }): void {
  const { reply } = turn;
  const { turnIdx, draft } = reply;
  clearTimer(move, "grace");
  clearTimer(move, "playback");
  clearTimer(move, "opener");
  clearTimer(move, "end-of-turn");
  const { floor } = move.state;
  if (isReplicaSpeaking(floor)) {
    change(move, { floor: moveFloor(floor, "replica-stop", move.at) });
    const durationMs = move.at - floor.replicaSince;
    emit(move, { type: "speech-stop", turnIdx, draftId: draft.id, interrupted: true, durationMs });
  }
  const spent = spentOn(move, draft);
  moveTurn(move, {
    type: "reopen",
    user: opened.user,
    tally: takeBack(reply.tally, reply.rung !== undefined, spent),
  });
  emit(move, { type: "turn-reopen", turnIdx, draftId: draft.id, reason: opened.reason });
  dropReply(move, reply, spent.out);
}

/** The generation of a reply that was taken back; one that had been a draft ends as a draft. */
function dropReply(move: Move, reply: Reply, tokens: number): void {
  const { draft, turnIdx, rung } = reply;
  if (isRunning(draft)) emit(move, { type: "model-cancel", draftId: draft.id });
  withdrawCalls(move, draft, turnIdx);
  keepOpenerOf(move, reply);
  if (rung === undefined) return;
  emit(move, { type: "draft-revoke", draftId: draft.id, turnIdx, reason: "turn_reopened", tokens });
}
