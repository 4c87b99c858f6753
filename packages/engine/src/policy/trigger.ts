import type { Evidence } from "../effect.ts";
import { paceMs, sparedMs } from "../session/pace.ts";
import { clauseMs, earliest, endsAt, stepMs } from "./end-of-turn.ts";
import type { Judgement } from "./judgement.ts";
import { draftsFor, type ModeValues } from "./modes.ts";
import type { TriggerDecision, TriggerView } from "./policies.ts";

/** Where no word has come since the voice stopped, the last one may still be on its way so long. */
const lateWordMs = 200;
/** In speech that goes on the next word comes within so long, though it be a long one behind a breath. */
const nextWordMs = 600;
/** Whoever ends turns itself and has not done so yet will not for so long: silence ends nothing there. */
const verdictAheadMs = 300;
/** So many first tokens tell whether a second request can be sooner. */
const seenEnough = 4;
const idle: TriggerDecision = { start: false, lookAgainAt: undefined };

/** P20 to P24 Starts a draft where what it saves, times the chance that it is adopted, is worth its cost. */
export function considerTrigger(view: TriggerView, judged: Judgement, values: ModeValues): TriggerDecision {
  const { words } = view.user;
  if (words.length === 0 || view.started >= draftsFor(values, words.length)) return idle;
  if (view.covering.length > 0) return considerHedge(view, judged, values);
  if (view.voice) return overVoice(view, judged, values);
  const due = bestMoment(view, judged, values);
  if (due === undefined || isPastVerdict(view, due)) return idle;
  if (due > view.at) return { start: false, lookAgainAt: due };
  const reason = view.user.stability >= 1 ? "final" : view.at - judged.silentSince > lateWordMs ? "pause" : "word";
  return { start: true, reason, evidence: evidenceOf(view, judged, values) };
}

/**
 * P20 The moment at which a draft is worth most, as it looks now: sooner saves the user more, later fewer of the pauses
 * that go on have cost a call. At the latest where anybody would ask; undefined: in this silence not at all.
 */
function bestMoment(view: TriggerView, judged: Judgement, values: ModeValues): number | undefined {
  const from = Math.max(view.at, knownAt(view, judged, values));
  const ends = whileOpen(endsOf(view, judged, values), view, from);
  // Where silence ends the turn its reply starts anyway.
  const until = Math.max(view.at, ends.without);
  const latest = judged.silentSince + values.latestMs;
  const anyway = latest >= from && latest < until ? latest : undefined;
  const over = chance(view, judged, from);
  if (isReserved(view, values) && over < values.looksOver) return anyway;
  const price = priceOf(view, values);
  let [best, most]: [number | undefined, number] = [anyway, 0];
  for (let at = from; at <= Math.min(until, anyway ?? until); at += stepMs) {
    const worth = over * savedMs(at, ends) - price * wasted({ judged, over, from, at, until: ends.without });
    if (worth > most) [best, most] = [at, worth];
  }
  return best;
}

/** When it is known whether the newest word is the last: P20 by the ears; P31 by the words, where nobody reports a voice. */
function knownAt(view: TriggerView, judged: Judgement, values: ModeValues): number {
  const { lastWordAt, stability, endOfTurnProbability = 0 } = view.user;
  if (view.quietSince > 0) return lastWordAt < view.quietSince ? view.quietSince + lateWordMs : lastWordAt;
  const told = stability >= 1 || endOfTurnProbability >= values.unheard;
  const whole = told || chance(view, judged, view.at) >= values.unheard;
  return whole ? lastWordAt : lastWordAt + nextWordMs;
}

/** P32 Where the caller ends turns and reports no voice: one that was not ended by now goes on, and its next word is waited for. */
function isPastVerdict({ quietSince, verdictMs, user }: TriggerView, at: number): boolean {
  return quietSince === 0 && verdictMs !== undefined && at > user.lastWordAt + verdictMs;
}

/**
 * P22 The chance that a draft is started at this moment and comes to nothing: the silence lasts until then, and not until
 * silence ends the turn, when a call would be made without it.
 */
function wasted(silence: {
  readonly judged: Judgement;
  readonly over: number;
  readonly from: number;
  readonly at: number;
  readonly until: number;
}): number {
  const { judged, over, from, at, until } = silence;
  const since = (moment: number): number => Math.max(0, moment - judged.silentSince);
  return (1 - over) * judged.lasts(since(from), since(at)) * (1 - judged.lasts(since(at), since(until)));
}

/** When silence ends the turn with a reply at hand, and without one; and how long one takes. */
interface Ends {
  readonly ready: number;
  readonly without: number;
  readonly leadMs: number;
}

function endsOf(view: TriggerView, judged: Judgement, values: ModeValues): Ends {
  return {
    ready: endsAt(view, judged, values.endReady),
    without: endsAt(view, judged, values.endIdle),
    leadMs: paceMs(view.pace, 0.5) + clauseMs,
  };
}

/** Where the caller ends turns, this one goes on until its verdict, however long it is silent. */
function whileOpen(ends: Ends, view: TriggerView, from: number): Ends {
  if (view.user.endedBy === "server") return ends;
  return { ...ends, without: Math.max(ends.without, from + verdictAheadMs) };
}

/** P21 What a draft that starts at this moment saves, if it is adopted: the reply without it, less the reply with it. */
function savedMs(at: number, { ready, without, leadMs }: Ends): number {
  return Math.max(0, without + leadMs - Math.max(at + leadMs, ready));
}

/** P30 A call is the dearer the more this conversation has made beyond its allowance, and cheaper where it made fewer. */
function priceOf(view: TriggerView, values: ModeValues): number {
  return values.callMs * values.growth ** -view.spare + values.tokenMs * view.tokens;
}

/** P23 A part of the budget waits for a pause that looks like the end. */
function isReserved(view: TriggerView, values: ModeValues): boolean {
  const drafts = draftsFor(values, view.user.words.length);
  return view.started >= drafts - values.reserved || view.tokens >= (values.tokens * drafts) / values.drafts;
}

/** The chance that these words are the turn, where the recogniser is as sure of them as it says. */
function chance({ user }: TriggerView, judged: Judgement, at: number): number {
  const stability = user.stability > 0 ? user.stability : 1;
  return stability * judged.overAfter(Math.max(0, at - judged.silentSince));
}

function overVoice(view: TriggerView, judged: Judgement, values: ModeValues): TriggerDecision {
  if (values.whileVoice === undefined || isReserved(view, values)) return idle;
  if (chance(view, judged, view.at) < values.whileVoice) return idle;
  return { start: true, reason: "voice", evidence: evidenceOf(view, judged, values) };
}

/** P24 One more request on the same words, where the first token that it may bring sooner is worth its call. */
function considerHedge(view: TriggerView, judged: Judgement, values: ModeValues): TriggerDecision {
  const { covering, pace, voice } = view;
  const [first] = covering;
  const waiting = covering.filter(({ phase }) => phase === "waiting").length;
  if (first === undefined || voice || waiting < covering.length || waiting > values.hedges) return idle;
  const price = priceOf(view, values);
  const holds = (at: number): boolean =>
    chance(view, judged, at) * sparedMs(pace, at - first.startedAt, waiting) >= price;
  // With calls to spare there is nothing to wait for, once it was seen how much first tokens differ.
  const generous = view.spare >= values.allowance / 2 && pace.seen >= seenEnough;
  const share = generous ? 0 : values.hedgeShare;
  const from = Math.max(view.at, first.startedAt + paceMs(pace, share));
  const due = earliest({ from, until: Math.max(from, endsAt(view, judged, values.endIdle)), holds });
  if (due === undefined) return idle;
  if (due > view.at) return { start: false, lookAgainAt: due };
  return { start: true, reason: "hedge", evidence: evidenceOf(view, judged, values) };
}

export function evidenceOf(view: TriggerView, judged: Judgement, values?: ModeValues): Evidence {
  const quietMs = Math.max(0, view.at - judged.silentSince);
  const posterior = judged.overAfter(quietMs);
  const base = { completeness: round(judged.completeness), posterior: round(posterior), quietMs };
  if (values === undefined) return base;
  return { ...base, expectedMs: Math.round(posterior * savedMs(view.at, endsOf(view, judged, values))) };
}

function round(probability: number): number {
  return Math.round(probability * 1000) / 1000;
}
