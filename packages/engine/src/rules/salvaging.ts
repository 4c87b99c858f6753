import { isRunning, type Draft } from "../drafts/draft.ts";
import { change, emit, type Move } from "../move.ts";
import { paceMs } from "../session/pace.ts";
import { toWords } from "../transcript/words.ts";
import type { Opener } from "../turn/opener.ts";
import type { Reply } from "../turn/reply.ts";
import { nextTurnIdx } from "./counting.ts";

/** SV3 Of a draft that ended within its turn the turn keeps what may open the next answer; the newest one stays. */
export function keepOpener(move: Move, draft: Draft, fate: Opener["fate"]): void {
  const { turn } = move.state;
  const { salvage } = move.policies;
  if (turn.phase !== "open" || salvage === undefined || draft.text === "") return;
  const text = salvage.opener(draft.text) ?? draft.opener?.text;
  if (text === undefined) return;
  change(move, { turn: { ...turn, opener: { text, fromDraft: draft.id, fate } } });
}

/** SV3 The same where a turn is open again: its reply may have had an opener of its own. */
export function keepOpenerOf(move: Move, { draft, rung }: Reply): void {
  const { turn } = move.state;
  if (rung !== undefined) return keepOpener(move, draft, "revoked");
  if (turn.phase === "open") change(move, { turn: { ...turn, opener: draft.opener } });
}

/** SV4 What the next answer of the open turn begins with, as long as it fits behind all that was heard. */
export function openerFor(move: Move): Opener | undefined {
  const { turn } = move.state;
  if (turn.phase !== "open" || turn.opener === undefined) return undefined;
  return move.policies.salvage?.fits(turn.opener.text, turn.user.words) === true ? turn.opener : undefined;
}

/** SV5 The opener of a draft that has just started is a clause that can be made ready. */
export function tellOpener(move: Move, draft: Draft): void {
  if (draft.opener === undefined) return;
  const turnIdx = nextTurnIdx(move);
  for (const [index, text] of draft.prepared.clauses.entries()) {
    emit(move, { type: "draft-clause", draftId: draft.id, turnIdx, index, text });
  }
}

/**
 * SV6 The earliest moment at which the opener of a draft may be spoken, so that what follows it is expected to be there
 * when it has been; undefined where it has none, or a clause behind it already.
 */
export function openerHoldUntil(move: Move, draft: Draft): number | undefined {
  const { salvage } = move.policies;
  const { opener, readyAt, startedAt } = draft;
  if (salvage === undefined || opener === undefined || readyAt !== undefined || !isRunning(draft)) return undefined;
  const continuesAt = startedAt + paceMs(move.state.session.pace, salvage.share) + salvage.clauseMs;
  return continuesAt - toWords(opener.text).length * salvage.wordMs;
}
