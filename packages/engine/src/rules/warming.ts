import { assembleMessages, type Fitting } from "../context/assemble.ts";
import type { ModelEvent } from "../event.ts";
import { change, clearTimer, emit, setTimer, takeId, type Move } from "../move.ts";
import type { Warming, WarmRun } from "../session/warming.ts";
import { addUsage, nothingSpent } from "../turn/spent.ts";
import { unansweredOf } from "../turn/turn.ts";
import { roomOf } from "./asking.ts";

/** What comes in a row is warmed for once. */
const momentMs = 50;
/** A shorter beginning is read in no time, and caches keep whole blocks. */
const leastTokens = 64;
/** In place of what the user has not said yet: templates want a user's message at the end. */
const nothingSaid = "…";

/**
 * WM1 to WM3 After every event: where the next request will begin with something that the upstream has not seen, it is
 * given that to read before, while nothing is drafted or answered. What is read for a beginning that no request will
 * have is cancelled; else it runs on: a draft that starts meanwhile needs the same.
 */
export function tendWarming(move: Move): void {
  const { session, warming } = move.state;
  if (session.settings.prefixCache !== true) return;
  const prefix = prefixOf(move);
  if (session.phase === "ended" || (warming.run !== undefined && warming.run.prefix !== prefix)) cancelRun(move);
  const asked = move.effects.some((effect) => effect.type === "model-start" && effect.purpose === "reply");
  if (asked) changeWarming(move, { sent: prefix });
  if (!isDue(move)) clearTimer(move, "warm");
  else if (move.state.timers.warm === undefined) setTimer(move, "warm", move.at + momentMs);
}

/** Two contexts of one conversation that are told apart by it are spelt differently, as far as they are settled. */
function prefixOf({ state: { context } }: Move): string {
  const { version, removed, from, history } = context;
  return [version, removed, from, history.length].join(".");
}

function isDue(move: Move): boolean {
  const { session, turn, drafts, warming, summary } = move.state;
  if (session.phase === "ended" || session.settings.pipeline === "echo") return false;
  const free = (turn.phase === "idle" || turn.phase === "open") && drafts.length === 0 && session.echoes.length === 0;
  return free && summary.run?.phase !== "running" && warming.sent !== prefixOf(move);
}

/** WM1 Sends the beginning of the next request, for it to be read and for nothing else. */
export function onWarmDue(move: Move): void {
  if (!isDue(move)) return;
  const prefix = prefixOf(move);
  changeWarming(move, { sent: prefix });
  const request = warmRequest(move);
  if (request === undefined) return;
  cancelRun(move);
  const draftId = takeId(move);
  const tokens = Math.ceil(request.tokens * move.state.session.tokenScale);
  const calls = move.state.warming.calls + 1;
  changeWarming(move, { run: { draftId, prefix, tokens, usage: undefined }, calls });
  const { messages } = request;
  emit(move, { type: "model-start", purpose: "warm", draftId, round: 0, messages, tools: move.state.context.tools });
}

/** Nothing that is volatile, but what the user has said so far; undefined where it is not worth a request. */
function warmRequest(move: Move): Fitting | undefined {
  const { context, turn, session } = move.state;
  const { countTokens } = move.policies;
  const heard = unansweredOf(turn)?.text ?? "";
  const asked = { transcript: heard === "" ? nothingSaid : heard };
  const budget = { countTokens, room: roomOf(session), mayTrim: true };
  const request = assembleMessages({ ...context, perception: "" }, asked, budget);
  // Where something has to go first, the next request says so.
  const isWhole = request.ok && request.turns === 0 && !request.cut;
  return isWhole && request.tokens >= leastTokens ? request : undefined;
}

/** WM4 News of the request that warms: nothing of it is heard, and that it failed is nobody's concern. */
export function onWarmNews(move: Move, event: ModelEvent): boolean {
  const { run } = move.state.warming;
  if (run === undefined || run.draftId !== event.draftId) return false;
  if (event.type === "model-usage") changeWarming(move, { run: { ...run, usage: event.usage } });
  if (event.type === "model-finish" || event.type === "model-failure") endRun(move, run);
  return true;
}

function cancelRun(move: Move): void {
  const { run } = move.state.warming;
  if (run === undefined) return;
  emit(move, { type: "model-cancel", draftId: run.draftId });
  endRun(move, run);
}

/** WM5 */
function endRun(move: Move, { tokens, usage }: WarmRun): void {
  const cost = usage ?? { ...nothingSpent, in: tokens };
  changeWarming(move, { run: undefined, spent: addUsage(move.state.warming.spent, cost) });
}

/** WM5 The next turn counts anew. */
export function forgetWarmCalls(move: Move): void {
  if (move.state.warming.calls > 0 || move.state.warming.spent.in > 0) {
    changeWarming(move, { calls: 0, spent: nothingSpent });
  }
}

function changeWarming(move: Move, parts: Partial<Warming>): void {
  change(move, { warming: { ...move.state.warming, ...parts } });
}
