import { change, type Move } from "../move.ts";
import { learnHabit } from "../session/habit.ts";
import { learnPause } from "../session/rhythm.ts";
import type { Session } from "../session/session.ts";
import { askedAfterMs, changeSpare } from "../session/spare.ts";
import { learnVerdict } from "../session/verdict.ts";
import type { Reply } from "../turn/reply.ts";
import { unansweredOf } from "../turn/turn.ts";
import { turnViewOf } from "./views.ts";

/** P29 A shorter silence is a breath; behind a longer one it is another turn, whoever ended the one before. */
const [shortestMs, longestMs] = [200, 2500];

/** P16, P29, P30 The user speaks again: what the silence before was, and how likely that had been. */
export function learnGoingOn(move: Move): void {
  const { turn, floor, session } = move.state;
  if (floor.voice || floor.quietSince === 0) return;
  const silentMs = move.at - floor.quietSince;
  const rhythm = turn.phase === "open" ? learnPause(session.rhythm, silentMs) : session.rhythm;
  change(move, { session: { ...session, rhythm } });
  if (silentMs < shortestMs || silentMs > longestMs) return;
  if (turn.phase === "open")
    return learn(move, { held: move.policies.foresee?.(turnViewOf(move, turn.user)), silentMs });
  if (turn.phase !== "released" && turn.phase !== "settled") return;
  if (turn.pending !== undefined) return;
  // The turn was answered, and its speaker had not finished.
  learn(move, { held: turn.reply.foreseen, silentMs });
  change(move, { turn: { ...turn, reply: { ...turn.reply, foreseen: undefined } } });
}

function learn(move: Move, { held, silentMs }: { readonly held: number | undefined; readonly silentMs: number }): void {
  if (held === undefined) return;
  const { session } = move.state;
  const spare = changeSpare(session.spare, silentMs >= askedAfterMs ? 1 : 0);
  keep(move, { habit: learnHabit(session.habit, held, false), spare });
}

/** P29, P30 The turn was answered, and its speaker did not go on. */
export function learnEnding(move: Move, { foreseen }: Reply): void {
  if (foreseen === undefined) return;
  const { session } = move.state;
  const spare = changeSpare(session.spare, 1 + (move.policies.allowance ?? 0));
  keep(move, { habit: learnHabit(session.habit, foreseen, true), spare });
}

/** P32 Whoever ends turns has said so: how long after the last word. */
export function learnEndOfCaller(move: Move): void {
  const heard = unansweredOf(move.state.turn);
  if (heard === undefined || heard.words.length === 0) return;
  const { session } = move.state;
  change(move, { session: { ...session, verdictLag: learnVerdict(session.verdictLag, move.at - heard.lastWordAt) } });
}

/** P30 Where no voice is told of, nobody knows how long silences last, and no call is counted. */
export function learnCall(move: Move): void {
  const { session, floor } = move.state;
  if (floor.quietSince > 0) keep(move, { spare: changeSpare(session.spare, -1) });
}

function keep(move: Move, learned: Partial<Pick<Session, "habit" | "spare">>): void {
  change(move, { session: { ...move.state.session, ...learned } });
}
