import { callIds } from "../context/spell.ts";
import { findExcess, isRunning, nothingPrepared, stepDraft, type Draft } from "../drafts/draft.ts";
import type { DraftEnd } from "../effect.ts";
import type { ModelEvent } from "../event.ts";
import { change, clearTimer, emit, setTimer, takeId, type Move } from "../move.ts";
import { cutClauses, flushClauses } from "../speech/clauses.ts";
import type { Session } from "../session/session.ts";
import { uniqueId } from "../tools/unique-id.ts";
import { isSameWords } from "../transcript/words.ts";
import { preparedOpener } from "../turn/opener.ts";
import { count } from "../turn/tally.ts";
import { replyOf, type OpenTurn } from "../turn/turn.ts";
import { prepareRequest, sendRequest } from "./asking.ts";
import { nextTurnIdx, spentOn } from "./counting.ts";
import { scheduleEndOfTurn } from "./floor.ts";
import { withdrawCalls } from "./preparing.ts";
import { keepOpener, openerFor, tellOpener } from "./salvaging.ts";
import { turnViewOf } from "./views.ts";

/** T20 Drafts that the words heard now rule out are revoked at once. */
export function reviseDrafts(move: Move, turn: OpenTurn): void {
  endDrafts(move, "contradicted", (draft) => move.policies.contradicts(draft.words, turn.user.words));
}

/** T21 A draft starts when the trigger says that it is worth its cost, and never while a reply is spoken. */
export function considerDraft(move: Move): void {
  const { turn, session, drafts } = move.state;
  if (turn.phase !== "open" || !isSpeculating(session)) return;
  const decision = move.policies.trigger(turnViewOf(move, turn.user));
  if (!decision.start) {
    if (decision.lookAgainAt === undefined) clearTimer(move, "trigger");
    else setTimer(move, "trigger", decision.lookAgainAt);
    return;
  }
  clearTimer(move, "trigger");
  const transcript = turn.user.text;
  // C10 One that the model cannot hold does not start; the end of the turn says why.
  const said = { words: turn.user.words, transcript, opener: openerFor(move) };
  const draft = newDraft(move, { id: takeId(move), purpose: "reply", ...said });
  const request = prepareRequest(move, draft, transcript);
  if (!request.ok) return;
  change(move, { drafts: [...drafts, draft], turn: { ...turn, tally: count(turn.tally, "started") } });
  emit(move, {
    type: "draft-start",
    draftId: draft.id,
    turnIdx: nextTurnIdx(move),
    reason: decision.reason,
    transcript,
    ...(decision.evidence === undefined ? {} : { evidence: decision.evidence }),
  });
  tellOpener(move, draft);
  sendRequest(move, draft, request.sent);
  lookAgain(move);
}

function isSpeculating({ settings }: Session): boolean {
  return settings.speculation !== "off" && settings.pipeline !== "echo";
}

/** T26 Behind a draft that has just started: when to look whether it is late enough for another on the same words. */
function lookAgain(move: Move): void {
  const { turn } = move.state;
  if (turn.phase !== "open") return;
  const decision = move.policies.trigger(turnViewOf(move, turn.user));
  // One step starts one draft: what is due at once is an event of its own.
  const due = decision.start ? move.at : decision.lookAgainAt;
  if (due !== undefined) setTimer(move, "trigger", due);
  scheduleEndOfTurn(move);
}

type NewDraft = Pick<Draft, "id" | "purpose" | "words" | "transcript"> & Partial<Pick<Draft, "opener">>;

/** A generation that has not put out anything yet. */
export function newDraft(move: Move, { opener, ...part }: NewDraft): Draft {
  return {
    ...part,
    opener,
    phase: "waiting",
    contextVersion: move.state.context.version,
    startedAt: move.at,
    text: opener?.text ?? "",
    calls: [],
    rounds: [],
    usage: undefined,
    usageBefore: undefined,
    price: move.state.session.settings.price,
    asked: undefined,
    problem: undefined,
    prepared: opener === undefined ? nothingPrepared : preparedOpener(opener),
    readyAt: undefined,
  };
}

/** T22 Ends every draft that `which` names: its socket is closed, and what it put out is counted as wasted. */
export function endDrafts(move: Move, reason: DraftEnd, which: (draft: Draft) => boolean = () => true): void {
  const ending = move.state.drafts.filter(which);
  if (ending.length === 0) return;
  change(move, { drafts: move.state.drafts.filter((draft) => !ending.includes(draft)) });
  for (const draft of ending) endDraft(move, draft, reason);
}

/** Ends that are no fault of the draft's words. */
const discarding: ReadonlySet<DraftEnd> = new Set(["turn_ended", "failed", "outrun"]);

function endDraft(move: Move, draft: Draft, reason: DraftEnd): void {
  const fate = discarding.has(reason) ? "discarded" : "revoked";
  const spent = spentOn(move, draft);
  const { turn } = move.state;
  if (turn.phase === "open") change(move, { turn: { ...turn, tally: count(turn.tally, fate, spent) } });
  keepOpener(move, draft, fate);
  if (isRunning(draft)) emit(move, { type: "model-cancel", draftId: draft.id });
  const turnIdx = nextTurnIdx(move);
  withdrawCalls(move, draft, turnIdx);
  if (draft.prepared.clauses.length > 0) emit(move, { type: "draft-withdraw", draftId: draft.id, turnIdx });
  const type = fate === "revoked" ? "draft-revoke" : "draft-discard";
  emit(move, { type, draftId: draft.id, turnIdx, reason, tokens: spent.out });
}

/** T23 News of a draft stays in the draft; one that failed is dropped, and its turn is none the worse. */
export function onDraftNews(move: Move, event: ModelEvent): void {
  const draft = move.state.drafts.find((one) => one.id === event.draftId);
  if (draft === undefined) return;
  const news = takeNews(move, draft, event);
  const next =
    event.type === "model-text" && isRunning(news)
      ? prepareClauses(move, news, cutClauses(news.prepared.cut, news.text.slice(draft.text.length)))
      : news.phase === "calling" && isRunning(draft)
        ? prepareClauses(move, news, flushClauses(news.prepared.cut))
        : news;
  const begins = draft.readyAt === undefined && isReady(next);
  const kept = begins ? { ...next, readyAt: move.at } : next;
  change(move, { drafts: move.state.drafts.map((one) => (one === draft ? kept : one)) });
  endDrafts(move, "failed", (one) => one.phase === "failed");
  if (begins) dropOutrun(move, kept);
  // T27 With a reply at hand the turn may end sooner, and nobody waits for one that is not coming.
  if (begins || kept.phase !== draft.phase) scheduleEndOfTurn(move);
}

/** The clause that it began with does not count: what follows it has to be there. One without a word has nothing to say. */
function isReady({ phase, prepared, opener, text }: Draft): boolean {
  const own = text.slice(opener?.text.length ?? 0);
  return (phase === "finished" && own.trim() !== "") || prepared.clauses.length > (opener === undefined ? 0 : 1);
}

/** T27 The first of several drafts on the same words to have a clause outruns the others. */
function dropOutrun(move: Move, ready: Draft): void {
  endDrafts(
    move,
    "outrun",
    (one) =>
      one.id !== ready.id &&
      one.readyAt === undefined &&
      one.contextVersion === ready.contextVersion &&
      isSameWords(one.words, ready.words),
  );
}

/** T25 Clauses of a draft may be made ready while it waits; they are withdrawn with it, and said when it is adopted. */
function prepareClauses(move: Move, draft: Draft, { cut, clauses }: ReturnType<typeof cutClauses>): Draft {
  const before = draft.prepared.clauses.length;
  for (const [offset, clause] of clauses.entries()) {
    const turnIdx = nextTurnIdx(move);
    emit(move, { type: "draft-clause", draftId: draft.id, turnIdx, index: before + offset, text: clause });
  }
  return { ...draft, prepared: { cut, clauses: [...draft.prepared.clauses, ...clauses] } };
}

/** T91 A model that does not stop is stopped: its generation has failed, and keeps what came before. */
export function takeNews(move: Move, draft: Draft, event: ModelEvent): Draft {
  const problem = findExcess(draft, event);
  if (problem === undefined) return stepDraft(draft, withUniqueId(move, event));
  emit(move, { type: "model-cancel", draftId: draft.id });
  return stepDraft(draft, { type: "model-failure", at: event.at, draftId: draft.id, problem });
}

/** K11 Every call has an id of its own, whatever its server calls it. */
function withUniqueId(move: Move, event: ModelEvent): ModelEvent {
  if (event.type !== "model-tool-call") return event;
  const { tools, drafts, turn, context } = move.state;
  const reply = replyOf(turn);
  const alive = reply === undefined ? drafts : [...drafts, reply.draft];
  const made = alive.flatMap(({ calls, rounds }) => [...calls, ...rounds.flatMap((round) => round.calls)]);
  const taken = new Set([...tools.calls, ...made].map(({ id }) => id));
  for (const id of context.history.flatMap(callIds)) taken.add(id);
  // What has left the history may have had any id: from then on each has its draft's in it.
  const suffix = context.removed > 0 ? `-${event.draftId}` : "";
  return { ...event, call: { ...event.call, id: uniqueId(event.call.id, taken, suffix) } };
}

/** T24 A hard change of the context revokes the drafts that did not know of it; the next look may start another. */
export function onContextChanged(move: Move): void {
  const { version } = move.state.context;
  endDrafts(move, "context_changed", (draft) => draft.contextVersion !== version);
  const { turn } = move.state;
  if (turn.phase === "open" && isSpeculating(move.state.session)) setTimer(move, "trigger", move.at);
}
