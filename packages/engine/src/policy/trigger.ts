import type { Evidence } from "../effect.ts";
import { paceMs } from "../session/pace.ts";
import { earliest, endsAt } from "./end-of-turn.ts";
import type { Judgement } from "./judgement.ts";
import type { ModeValues } from "./modes.ts";
import type { TriggerDecision, TriggerView } from "./policies.ts";

/** From the first token to the end of the first clause, as the replies of `bench/data` have it at 20 ms a token. */
export const clauseMs = 150;
/** Where no word has come since the voice stopped, the last one may still be on its way so long. */
const lateWordMs = 200;
const idle: TriggerDecision = { start: false, lookAgainAt: undefined };

/** P20 to P24 Starts a draft where what it saves, times the chance that it is adopted, is worth its cost. */
export function considerTrigger(view: TriggerView, judged: Judgement, values: ModeValues): TriggerDecision {
  if (view.user.words.length === 0 || view.started >= values.drafts) return idle;
  if (view.covering.length > 0) return considerHedge(view, judged, values);
  if (view.voice) return overVoice(view, judged, values);
  const ends = endsOf(view, judged, values);
  const price = priceOf(view, values);
  const least = isReserved(view, values) ? values.looksOver : 0;
  const holds = (at: number): boolean => {
    const over = chance(view, judged, at);
    return over >= least && over * savedMs(at, ends) >= price;
  };
  const outstanding = view.user.lastWordAt < view.quietSince ? view.quietSince + lateWordMs : view.at;
  // Where silence ends the turn its reply starts anyway.
  const due = earliest({ from: Math.max(view.at, outstanding), until: Math.max(view.at, ends.without), holds });
  if (due === undefined) return idle;
  if (due > view.at) return { start: false, lookAgainAt: due };
  const reason = view.user.stability >= 1 ? "final" : view.at - judged.silentSince > lateWordMs ? "pause" : "word";
  return { start: true, reason, evidence: evidenceOf(view, judged, values) };
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

/** P21 What a draft that starts at this moment saves, if it is adopted: the reply without it, less the reply with it. */
function savedMs(at: number, { ready, without, leadMs }: Ends): number {
  return Math.max(0, without + leadMs - Math.max(at + leadMs, ready));
}

/** P22 Every draft of a turn makes the next one dearer, and so does every token that they put out. */
function priceOf(view: TriggerView, values: ModeValues): number {
  return values.callMs * values.growth ** view.started + values.tokenMs * view.tokens;
}

/** P23 A part of the budget waits for a pause that looks like the end. */
function isReserved(view: TriggerView, values: ModeValues): boolean {
  return view.started >= values.drafts - values.reserved || view.tokens >= values.tokens;
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

/** P24 A second request on the same words, where the first is late and the turn looks over. */
function considerHedge(view: TriggerView, judged: Judgement, values: ModeValues): TriggerDecision {
  const { hedge } = values;
  const [first, second] = view.covering;
  if (hedge === undefined || first === undefined || second !== undefined) return idle;
  if (first.phase !== "waiting" || view.voice) return idle;
  const from = Math.max(view.at, first.startedAt + paceMs(view.pace, hedge.afterShare));
  const holds = (at: number): boolean => chance(view, judged, at) >= hedge.probability;
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
