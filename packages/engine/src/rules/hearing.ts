import type { SpeechEvent } from "../event.ts";
import { change, clearTimer, emit, moveTurn, type Move } from "../move.ts";
import { hear, openUserWords, type Transcript } from "../transcript/user-words.ts";
import { dropWords } from "../transcript/words.ts";
import { judgeLateness, type Committed } from "../turn/committed.ts";
import { replyOf, unansweredOf, type Turn } from "../turn/turn.ts";
import { completeReply } from "./completing.ts";
import { considerDraft, endDrafts } from "./drafting.ts";
import { scheduleEndOfTurn, takeUserFloor } from "./floor.ts";
import { interruptIfMeant } from "./interrupting.ts";
import { learnEndOfCaller, learnGoingOn } from "./learning.ts";
import { releaseTurn } from "./releasing.ts";
import { afterWords, amendTurn, goOnWith, mayReopen, tellWords, type Hearing } from "./revising.ts";

type On<T extends SpeechEvent["type"]> = Extract<SpeechEvent, { type: T }>;

/** How long a turn may get, in UTF-16 units. */
const longestTurn = 64_000;

export function onTranscript(move: Move, event: On<"user-transcript">): void {
  hearTranscript(move, { transcript: event.transcript, endedBy: event.endedBy, speculate: true });
}

/** T10 Only `turn_end`, `respond` and (where the server ends turns) silence end a turn; a final does not. */
export function onTurnEnd(move: Move, event: On<"user-turn-end">): void {
  if (event.endedBy === "client") learnEndOfCaller(move);
  if (event.text !== undefined) {
    // Its text belongs to the utterance that is being said.
    const utteranceId = unansweredOf(move.state.turn)?.utterances.at(-1)?.id;
    const transcript: Transcript = { text: event.text, scope: "turn", final: true, utteranceId };
    const amended = hearTranscript(move, { transcript, endedBy: event.endedBy, speculate: false });
    if (amended) return;
  }
  endTurn(move, "turn_end");
}

/** T11 A turn without a word since the last commit does not end: there is nothing to answer. */
export function endTurn(move: Move, reason: "turn_end" | "silence"): void {
  const heard = unansweredOf(move.state.turn);
  if (heard === undefined || heard.words.length === 0) return;
  if (replyOf(move.state.turn) !== undefined) completeReply(move, "interrupted");
  releaseTurn(move, reason);
}

export function onVoiceStart(move: Move): void {
  takeUserFloor(move, "user-start");
  learnGoingOn(move);
  change(move, { floor: { ...move.state.floor, voice: true } });
  clearTimer(move, "end-of-turn");
  interruptIfMeant(move, []);
}

export function onVoiceStop(move: Move): void {
  change(move, { floor: { ...move.state.floor, voice: false, quietSince: move.at } });
  takeUserFloor(move, "user-stop");
  scheduleEndOfTurn(move);
  considerDraft(move);
}

/**
 * T13 A transcript is first judged against the turn just committed: late news of it is no new turn. Answers whether
 * it changed that turn.
 */
function hearTranscript(move: Move, hearing: Hearing): boolean {
  const { turn } = move.state;
  const committed = committedOf(turn);
  const judged = committed === undefined ? undefined : judgeLateness(committed, hearing.transcript, move.at);
  if (judged === undefined || judged.lateness === "fresh") {
    hearFresh(move, hearing);
    return false;
  }
  if (judged.lateness === "stale") return false;
  if (turn.phase === "released" && mayReopen(move, turn)) {
    amendTurn(move, turn, hearing);
    return true;
  }
  if (judged.lateness === "extends") hearRest(move, hearing, judged.repeated);
  return false;
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

function hearFresh(move: Move, hearing: Hearing): void {
  const { turn } = move.state;
  const goesOn = turn.phase === "released" && turn.reply.reason === "silence" && turn.pending === undefined;
  if (goesOn && mayReopen(move, turn)) return goOnWith(move, turn, hearing);
  hearWords(move, hearing, { text: "forgotten", bargeIn: true });
}

/**
 * T19 What a settled turn's revision has beyond it is the beginning of the next turn. A final tells what was said
 * before, so it is no barge-in, unless a voice is heard.
 */
function hearRest(move: Move, hearing: Hearing, repeated: number): void {
  const text = dropWords(hearing.transcript.text, repeated);
  const late = hearing.transcript.final && unansweredOf(move.state.turn) === undefined && !move.state.floor.voice;
  hearWords(move, { ...hearing, transcript: { ...hearing.transcript, text } }, { text: "goes-on", bargeIn: !late });
}

interface NewWords {
  /** What becomes of the memory of the committed text, where these words open the next turn. */
  readonly text: Committed["text"];
  /** Whether they may stop an agent that speaks. */
  readonly bargeIn: boolean;
}

function hearWords(move: Move, hearing: Hearing, news: NewWords): void {
  const { turn } = move.state;
  if (turn.phase === "closed") return;
  const before = unansweredOf(turn) ?? openUserWords(move.at, hearing.endedBy);
  const user = hear(before, hearing.transcript, { at: move.at, endedBy: hearing.endedBy });
  if (user.words.length === 0) return dropWordsHeard(move);
  if (user.text.length > longestTurn) return refuseWords(move);
  keepCommitted(move, news.text);
  moveTurn(move, { type: "hear", user });
  takeUserFloor(move, "user-start");
  if (user.text !== before.text) tellWords(move, user);
  if (news.bargeIn) interruptIfMeant(move, user.words);
  afterWords(move, hearing.speculate);
}

/** T90 A turn has a bound: what goes beyond it is refused, and what was heard before still counts. */
function refuseWords(move: Move): void {
  const message = `the user's turn is longer than ${longestTurn} characters: this transcript was not taken; end the turn`;
  emit(move, { type: "refusal", code: "queue_full", message });
}

function keepCommitted(move: Move, text: Committed["text"]): void {
  const { turn } = move.state;
  if (unansweredOf(turn) !== undefined) return;
  if (turn.phase === "idle" && turn.last !== undefined)
    change(move, { turn: { ...turn, last: { ...turn.last, text } } });
  if ((turn.phase === "released" || turn.phase === "settled") && turn.reply.committed !== undefined) {
    change(move, { turn: { ...turn, reply: { ...turn.reply, committed: { ...turn.reply.committed, text } } } });
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
