import type { SpeechEvent } from "../event.ts";
import { change, clearTimer, emit, moveTurn, type Move } from "../move.ts";
import { continueWith, hear, openUserWords, type EndedBy, type Transcript } from "../transcript/user-words.ts";
import { dropWords, isSameWords } from "../transcript/words.ts";
import { forgetText, judgeLateness, rememberText, type Committed } from "../turn/committed.ts";
import { replyOf, unansweredOf, type ReleasedTurn, type Turn } from "../turn/turn.ts";
import { considerDraft, endDrafts, nextTurnIdx, reviseDrafts } from "./drafting.ts";
import { completeReply } from "./completing.ts";
import { scheduleEndOfTurn, takeUserFloor } from "./floor.ts";
import { interruptIfMeant } from "./interrupting.ts";
import { isHeard } from "./speaking.ts";
import { releaseTurn, reopenTurn } from "./releasing.ts";

type On<T extends SpeechEvent["type"]> = Extract<SpeechEvent, { type: T }>;

/** What a transcript may set off beside being heard. */
interface Hearing {
  readonly transcript: Transcript;
  readonly endedBy: EndedBy;
  /** Whether a draft may be started on it; not where the turn ends in this very step. */
  readonly speculate: boolean;
}

export function onTranscript(move: Move, event: On<"user-transcript">): void {
  hearTranscript(move, { transcript: event.transcript, endedBy: event.endedBy, speculate: true });
}

/** T10 Only `turn_end`, `respond` and (where the server ends turns) silence end a turn; a final does not. */
export function onTurnEnd(move: Move, event: On<"user-turn-end">): void {
  if (event.text !== undefined) {
    const transcript: Transcript = { text: event.text, scope: "turn", final: true };
    hearTranscript(move, { transcript: adoptId(move, transcript), endedBy: event.endedBy, speculate: false });
  }
  endTurn(move, "turn_end");
}

/** A text that comes with `turn_end` belongs to the utterance that is being said. */
function adoptId(move: Move, transcript: Transcript): Transcript {
  const utterance = unansweredOf(move.state.turn)?.utterances.at(-1);
  return { ...transcript, utteranceId: utterance?.id };
}

/** T11 A turn without a word since the last commit does not end: there is nothing to answer. */
export function endTurn(move: Move, reason: "turn_end" | "silence"): void {
  const heard = unansweredOf(move.state.turn);
  if (heard === undefined || heard.words.length === 0) return;
  if (replyOf(move.state.turn) !== undefined) completeReply(move, "interrupted");
  releaseTurn(move, reason);
}

/** T12 The caller's detector takes its end of turn back: what is not settled is open again. */
export function onTurnResume(move: Move): void {
  const { turn } = move.state;
  if (turn.phase !== "released" || turn.reply.user === undefined || isHeard(move, turn.reply)) return;
  reopenTurn(move, turn.reply.user, "turn_resumed");
  afterWords(move, true);
}

export function onVoiceStart(move: Move): void {
  takeUserFloor(move, "user-start");
  change(move, { floor: { ...move.state.floor, voice: true } });
  clearTimer(move, "end-of-turn");
  interruptIfMeant(move, []);
}

export function onVoiceStop(move: Move): void {
  change(move, { floor: { ...move.state.floor, voice: false, quietSince: move.at } });
  takeUserFloor(move, "user-stop");
  scheduleEndOfTurn(move);
}

/** T13 A transcript is first judged against the turn just committed: late news of it is no new turn. */
function hearTranscript(move: Move, hearing: Hearing): void {
  const { turn } = move.state;
  const committed = committedOf(turn);
  const judged = committed === undefined ? undefined : judgeLateness(committed, hearing.transcript, move.at);
  if (judged === undefined || judged.lateness === "fresh") return hearFresh(move, hearing);
  if (judged.lateness === "stale") return;
  if (turn.phase === "released" && mayReopen(move, turn)) return amendTurn(move, turn, hearing);
  if (judged.lateness === "corrects") return;
  const rest = dropWords(hearing.transcript.text, judged.repeated);
  hearWords(move, { ...hearing, transcript: { ...hearing.transcript, text: rest } }, rememberText);
}

function committedOf(turn: Turn): Committed | undefined {
  switch (turn.phase) {
    case "idle":
    case "open":
      return turn.last;
    case "released":
    case "settled":
      return turn.reply.committed;
    case "closed":
      return undefined;
  }
}

/** T14 Until a word of the reply was heard, the user may still go on with the turn that silence ended, once. */
function hearFresh(move: Move, hearing: Hearing): void {
  const { turn } = move.state;
  const goesOn =
    turn.phase === "released" && turn.reply.reason === "silence" && turn.pending === undefined && mayReopen(move, turn);
  if (!goesOn || turn.reply.user === undefined) return hearWords(move, hearing, forgetText);
  const user = continueWith(turn.reply.user, hearing.transcript, { at: move.at, endedBy: hearing.endedBy });
  if (isSameWords(user.words, turn.reply.user.words)) return;
  reopenTurn(move, user, "user_went_on");
  afterWords(move, hearing.speculate);
}

/** T15 A late revision of a turn that is not settled changes that turn; where its caller ended it, it stays ended. */
function amendTurn(move: Move, turn: ReleasedTurn, hearing: Hearing): void {
  const before = turn.reply.user;
  if (before === undefined) return;
  const user = hear(before, hearing.transcript, { at: move.at, endedBy: hearing.endedBy });
  if (isSameWords(user.words, before.words) || user.words.length === 0) return;
  const ended = turn.reply.reason === "turn_end";
  reopenTurn(move, user, "late_revision");
  afterWords(move, !ended && hearing.speculate);
  if (ended) releaseTurn(move, "turn_end");
}

function mayReopen(move: Move, turn: ReleasedTurn): boolean {
  const { reply } = turn;
  if (reply.user === undefined || isHeard(move, reply) || reply.reason === "respond") return false;
  return reply.reason === "turn_end" || reply.reopened === 0;
}

function hearWords(move: Move, hearing: Hearing, remember: (committed: Committed) => Committed): void {
  const { turn } = move.state;
  if (turn.phase === "closed") return;
  const before = unansweredOf(turn) ?? openUserWords(move.at, hearing.endedBy);
  const user = hear(before, hearing.transcript, { at: move.at, endedBy: hearing.endedBy });
  if (user.words.length === 0) return dropWordsHeard(move);
  keepCommitted(move, remember);
  moveTurn(move, { type: "hear", user });
  takeUserFloor(move, "user-start");
  if (user.text !== before.text) emit(move, { type: "user-words", turnIdx: nextTurnIdx(move), text: user.text });
  interruptIfMeant(move, user.words);
  afterWords(move, hearing.speculate);
}

function keepCommitted(move: Move, remember: (committed: Committed) => Committed): void {
  const { turn } = move.state;
  if (unansweredOf(turn) !== undefined) return;
  if (turn.phase === "idle" && turn.last !== undefined) change(move, { turn: { ...turn, last: remember(turn.last) } });
  if ((turn.phase === "released" || turn.phase === "settled") && turn.reply.committed !== undefined) {
    change(move, { turn: { ...turn, reply: { ...turn.reply, committed: remember(turn.reply.committed) } } });
  }
}

/** T16 A recogniser may take everything back; a turn that was announced keeps what it had. */
function dropWordsHeard(move: Move): void {
  const { turn } = move.state;
  if (unansweredOf(turn) === undefined || (turn.phase === "open" && turn.reopened !== undefined)) return;
  endDrafts(move, "words_gone");
  moveTurn(move, { type: "hear", user: undefined });
  clearTimer(move, "end-of-turn");
  clearTimer(move, "trigger");
  if (!move.state.floor.voice) takeUserFloor(move, "user-stop");
}

/** T17 After new words: drafts are judged, the wait for silence starts again, a draft may start. */
export function afterWords(move: Move, speculate: boolean): void {
  const { turn } = move.state;
  if (turn.phase === "open") reviseDrafts(move, turn);
  scheduleEndOfTurn(move);
  if (speculate) considerDraft(move);
}
