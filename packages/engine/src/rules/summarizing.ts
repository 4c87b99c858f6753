import { changeContext } from "../context/context.ts";
import { shorten } from "../context/shorten.ts";
import { chooseOldest, summaryMessages, type Oldest } from "../context/summary.ts";
import type { ModelEvent, Usage } from "../event.ts";
import { change, clearTimer, emit, setTimer, takeId, type Move } from "../move.ts";
import type { SummaryRun } from "../session/summary-run.ts";
import { costOf } from "../turn/spent.ts";
import { roomOf } from "./asking.ts";

/** How long nothing may happen before a summary is begun: the user may go on at once. */
const quietMs = 500;
/** After a summary that failed, so many turns pass before the next. */
const turnsAfterFailure = 10;
/** What a summary may be long, in UTF-16 units, and which share of the room it may take. */
const longestSummary = 20_000;
const largestShare = 0.125;

/** C13 After every event: a summary is begun where one is due, and takes its place where nobody is disturbed. */
export function tendSummary(move: Move): void {
  const { run } = move.state.summary;
  if (move.state.session.phase === "ended") return giveUp(move);
  if (run?.phase === "ready" && isAtRest(move)) applySummary(move, run);
  if (!isDue(move)) clearTimer(move, "summary");
  else if (move.state.timers.summary === undefined) setTimer(move, "summary", move.at + quietMs);
}

/** Nobody speaks, nothing is answered, and nothing is drafted. */
function isAtRest(move: Move): boolean {
  const { turn, drafts, floor, session } = move.state;
  return turn.phase === "idle" && drafts.length === 0 && !floor.voice && session.echoes.length === 0;
}

function isDue(move: Move): boolean {
  const { session, summary } = move.state;
  if (session.settings.contextLimit.policy !== "summarize" || session.fill !== "near") return false;
  return summary.run === undefined && session.turnIdx >= summary.notBefore && isAtRest(move);
}

/** C13 Nothing has happened for a moment: the oldest turns are summarised, beside everything else. */
export function onSummaryDue(move: Move): void {
  if (!isDue(move)) return;
  const { context, session } = move.state;
  const { countTokens } = move.policies;
  change(move, { summary: { run: undefined, notBefore: session.turnIdx + 1 } });
  const oldest = chooseOldest(context, countTokens);
  if (oldest === undefined) return;
  const draftId = takeId(move);
  const messages = summaryMessages(context, oldest.items, { room: roomOf(session), countTokens });
  const { price, contextLimit } = session.settings;
  const { summaryModel } = contextLimit;
  const run = newRun(draftId, oldest, {
    removed: context.removed,
    price: summaryModel === undefined ? price : undefined,
  });
  change(move, { summary: { ...move.state.summary, run } });
  const model = summaryModel === undefined ? {} : { model: summaryModel };
  emit(move, { type: "model-start", purpose: "summary", ...model, draftId, round: 0, messages, tools: [] });
}

interface RunParts {
  readonly removed: number;
  readonly price: SummaryRun["price"];
}

function newRun(draftId: string, { items, turns, turnIdx }: Oldest, { removed, price }: RunParts): SummaryRun {
  return { draftId, phase: "running", text: "", until: removed + items, turns, turnIdx, usage: undefined, price };
}

/** C13 News of the summary that runs; whether it was that. */
export function onSummaryNews(move: Move, event: ModelEvent): boolean {
  const { run } = move.state.summary;
  if (run === undefined || run.draftId !== event.draftId) return false;
  if (run.phase === "running") hearSummary(move, run, event);
  return true;
}

function hearSummary(move: Move, run: SummaryRun, event: ModelEvent): void {
  switch (event.type) {
    case "model-text":
      if (run.text.length + event.text.length > longestSummary) return stopSummary(move, run);
      return setRun(move, { ...run, text: run.text + event.text });
    case "model-served":
      return setRun(move, { ...run, price: event.price });
    case "model-usage":
      return setRun(move, { ...run, usage: event.usage });
    case "model-finish":
      if (run.text.trim() === "") return failSummary(move, run, "the model said nothing");
      return setRun(move, { ...run, phase: "ready" });
    case "model-failure":
      return failSummary(move, run, event.problem.message);
    case "model-tool-call":
  }
}

function setRun(move: Move, run: SummaryRun): void {
  change(move, { summary: { ...move.state.summary, run } });
}

function stopSummary(move: Move, run: SummaryRun): void {
  emit(move, { type: "model-cancel", draftId: run.draftId });
  failSummary(move, run, `the model did not stop after ${longestSummary} characters`);
}

/** C13 Where there is no summary the oldest turns are left out when there is no room, as without one. */
function failSummary(move: Move, run: SummaryRun, why: string): void {
  const { turnIdx } = move.state.session;
  change(move, { summary: { run: undefined, notBefore: turnIdx + turnsAfterFailure } });
  const message =
    `the ${run.turns} oldest turns could not be summarised: ${why}; they are left out when there is no more room, ` +
    `and it is tried again after ${turnsAfterFailure} turns`;
  emit(move, { type: "warning", code: "context_summary_failed", message, turnIdx });
}

/** C13 It stands in place of the turns that it tells of, is stored, and is told. */
function applySummary(move: Move, run: SummaryRun): void {
  const { context, session } = move.state;
  change(move, { summary: { ...move.state.summary, run: undefined } });
  const items = run.until - context.removed;
  if (items <= 0) return;
  const { turns, turnIdx } = run;
  const { countTokens } = move.policies;
  const text = shorten(run.text.trim(), Math.floor(roomOf(session) * largestShare), countTokens);
  change(move, { context: changeContext(context, { type: "summarize", text, items, turns }) });
  const tokens: Usage = run.usage ?? { in: 0, cached: 0, out: countTokens(text) };
  const cost = costOf(tokens, run.price);
  const priced = cost === undefined ? {} : { cost };
  emit(move, { type: "record", entry: { type: "summary", turnIdx, text, items, turns, tokens, ...priced } });
}

/** The conversation is over. */
function giveUp(move: Move): void {
  clearTimer(move, "summary");
  const { run } = move.state.summary;
  if (run === undefined) return;
  if (run.phase === "running") emit(move, { type: "model-cancel", draftId: run.draftId });
  change(move, { summary: { ...move.state.summary, run: undefined } });
}
