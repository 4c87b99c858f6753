import { isRunning, type Draft } from "../drafts/draft.ts";
import type { EndOfTurnReason, Evidence, Rung } from "../effect.ts";
import { change, clearTimer, emit, moveTurn, setTimer, takeId, type Move } from "../move.ts";
import { noClauses } from "../speech/clauses.ts";
import type { UserWords } from "../transcript/user-words.ts";
import { toWords } from "../transcript/words.ts";
import { commitWords, type Committed } from "../turn/committed.ts";
import type { Reply } from "../turn/reply.ts";
import { count, emptyTally, type Tally } from "../turn/tally.ts";
import type { OpenTurn } from "../turn/turn.ts";
import { startModel } from "./asking.ts";
import { nextTurnIdx } from "./counting.ts";
import { endDrafts, newDraft } from "./drafting.ts";
import { takeUserFloor } from "./floor.ts";
import { settleTurn } from "./completing.ts";
import { openerFor } from "./salvaging.ts";
import { endGeneration, failReply, holdOpener, say } from "./speaking.ts";
import { isCovering, turnViewOf } from "./views.ts";

/** What a turn is answered with, and what it answers. */
interface Release {
  readonly turnIdx: number;
  readonly reason: EndOfTurnReason;
  readonly draft: Draft;
  readonly rung: Rung | undefined;
  readonly user: UserWords | undefined;
  readonly transcript: string;
  readonly lastWordAt: number;
  readonly reopened: number;
  readonly tally: Tally;
  readonly committed: Committed | undefined;
  readonly before: Committed | undefined;
  readonly graceMs: number;
  readonly pending?: UserWords | undefined;
  readonly echoId?: string | undefined;
  readonly evidence?: Evidence | undefined;
  readonly foreseen?: number | undefined;
}

/** The better match first. */
const rungs: readonly Rung[] = ["equal", "formats", "tail"];

type Said = Pick<Draft, "words" | "transcript">;

type UserReason = "turn_end" | "silence" | "conversation_end";

/**
 * T60 The end of the user's turn: one draft that still answers it is adopted, the others are discarded. `pending` is
 * what the user has said beyond it.
 */
export function releaseTurn(move: Move, reason: UserReason, pending?: UserWords): void {
  if (move.state.turn.phase !== "open") return;
  const { user } = move.state.turn;
  const { words, text: transcript } = user;
  const evidence = move.policies.weigh?.(turnViewOf(move, user));
  const heard = move.state.floor.quietSince > 0 && reason !== "conversation_end";
  const foreseen = heard ? move.policies.foresee?.(turnViewOf(move, user)) : undefined;
  const adopted = reason === "conversation_end" ? undefined : bestDraft(move, user);
  endDrafts(move, "turn_ended", (draft) => draft !== adopted);
  const release = { ...userRelease(move, move.state.turn, reason), pending, evidence, foreseen };
  // Where no draft fits, the generation starts at the end of the turn.
  if (adopted === undefined)
    return startReply(move, { ...release, draft: replyDraft(move, { words, transcript }, reason) });
  change(move, { drafts: [] });
  const rung = move.policies.match(adopted.words, words);
  startReply(move, { ...release, draft: adopted, rung, tally: count(release.tally, "adopted") });
}

/** T66 What is ready comes first, then what runs; among equals the better match, then what will be ready first. */
function bestDraft(move: Move, user: UserWords): Draft | undefined {
  const fitting = move.state.drafts.filter((draft) => isCovering(move, draft, user));
  const rank = (draft: Draft): number => rungs.indexOf(move.policies.match(draft.words, user.words) ?? "tail");
  const late = (draft: Draft): number => (draft.readyAt !== undefined ? 0 : isRunning(draft) ? 1 : 2);
  const [best] = fitting.toSorted((one, other) => late(one) - late(other) || rank(one) - rank(other));
  if (best?.readyAt === undefined) return best;
  // Of several that are ready the newest knows most.
  return fitting.findLast((draft) => draft.readyAt !== undefined && rank(draft) === rank(best));
}

/** T76 A draft for the model to fill; in an echo pipeline, and at the end of a conversation, one that stays empty. */
function replyDraft(move: Move, said: Said, reason: EndOfTurnReason): Draft {
  const mute = move.state.session.settings.pipeline === "echo" || reason === "conversation_end";
  // SV4 What a draft that does not answer it had begun with may be its beginning all the same.
  const opener = mute || reason === "respond" ? undefined : openerFor(move);
  const draft = newDraft(move, { id: takeId(move), purpose: "reply", ...said, opener });
  return mute ? { ...draft, phase: "finished" } : draft;
}

function userRelease(move: Move, turn: OpenTurn, reason: UserReason): Omit<Release, "draft"> {
  const reopened = turn.reopened?.times ?? 0;
  return {
    turnIdx: nextTurnIdx(move),
    reason,
    rung: undefined,
    user: turn.user,
    transcript: turn.user.text,
    lastWordAt: turn.user.lastWordAt,
    reopened,
    tally: turn.tally,
    committed: commitWords(turn.user, move.at, turn.last),
    before: turn.last,
    graceMs: graceMs(move, reason, reopened),
  };
}

/** T65 The grace depends on who ended the turn; one that silence ended has it once. */
function graceMs(move: Move, reason: UserReason, reopened: number): number {
  if (reason === "turn_end") return move.policies.graceMs.client;
  return reason === "silence" && reopened === 0 ? move.policies.graceMs.server : 0;
}

/** T61 Finished speech from an application is answered as if the user had said it. */
export function releaseResponse(move: Move, transcript: string): void {
  const draft = replyDraft(move, { words: toWords(transcript), transcript }, "respond");
  releaseSpoken(move, { reason: "respond", transcript, draft });
}

/** T62 A turn that is not the user's speech: words that the user is saying meanwhile wait for their own. */
export function releaseSpoken(
  move: Move,
  part: { reason: EndOfTurnReason; transcript: string; draft: Draft; echoId?: string },
): void {
  endDrafts(move, "turn_ended");
  const { turn, session } = move.state;
  startReply(move, {
    ...part,
    turnIdx: session.turnIdx + 1,
    rung: undefined,
    user: undefined,
    lastWordAt: move.at,
    reopened: 0,
    tally: turn.phase === "open" ? turn.tally : emptyTally,
    committed: turn.phase === "idle" || turn.phase === "open" ? turn.last : undefined,
    before: undefined,
    graceMs: 0,
    pending: turn.phase === "open" ? turn.user : undefined,
  });
}

/** T63 The commit: the only gate to speech. The client is told of it before a word leaves. */
function startReply(move: Move, release: Release): void {
  const { draft, turnIdx, reason, rung, transcript, graceMs, pending } = release;
  const asks = draft.purpose === "reply" && rung === undefined && isRunning(draft);
  const reply = newReply(move, release);
  clearTimer(move, "trigger");
  clearTimer(move, "end-of-turn");
  if (!move.state.floor.voice && pending === undefined) takeUserFloor(move, "user-stop");
  change(move, { session: { ...move.state.session, turnIdx: Math.max(turnIdx, move.state.session.turnIdx) } });
  moveTurn(move, { type: "release", reply, pending });
  const evidence = release.evidence === undefined ? {} : { evidence: release.evidence };
  emit(move, { type: "turn-commit", turnIdx, draftId: draft.id, reason, transcript, rung, graceMs, ...evidence });
  if (rung !== undefined) {
    emit(move, { type: "draft-adopt", draftId: draft.id, turnIdx, rung, headStartMs: reply.headStartMs });
  }
  const entry = { type: "release", turnIdx, draftId: draft.id, text: transcript, reason } as const;
  emit(move, { type: "record", entry });
  if (graceMs > 0) setTimer(move, "grace", move.at + graceMs);
  else settleTurn(move);
  const problem = asks ? startModel(move, draft, transcript) : undefined;
  if (problem !== undefined) return failReply(move, problem);
  if (holdOpener(move)) return;
  say(move, draft.text, rung === undefined && draft.opener === undefined ? undefined : draft.prepared);
  if (!isRunning(draft)) endGeneration(move);
}

function newReply(move: Move, release: Release): Reply {
  return {
    turnIdx: release.turnIdx,
    draft: release.draft,
    user: release.user,
    transcript: release.transcript,
    reason: release.reason,
    rung: release.rung,
    lastWordAt: release.lastWordAt,
    foreseen: release.foreseen,
    endedAt: move.at,
    releasedAt: move.at,
    headStartMs: release.rung === undefined ? 0 : move.at - release.draft.startedAt,
    reopened: release.reopened,
    tally: release.tally,
    committed: release.committed,
    before: release.before,
    said: "",
    deltas: 0,
    clauses: noClauses,
    firstWordsAt: undefined,
    heardChars: 0,
    playbackDone: false,
    toolsCalled: 0,
    historyAt: move.state.context.history.length,
    echoId: release.echoId,
  };
}
