import type { TimeWindow } from "./time-scale.ts";
import type { TurnLane } from "./turn-lane.ts";

/** `decision`: the moments around the end of the turn, where the wait is won or lost; `whole`: all of it. */
export type WindowChoice = "decision" | "whole";

const LEAST_MS = 1_500;
/** Time around the wait, most of it before, where the drafts are. */
const AROUND_MS = 800;
const BEFORE_SHARE = 0.65;
/** A turn that is hardly longer than its decision is shown whole. */
const NEARLY_WHOLE = 1.3;

/** LN12 What is shown of a turn. Never empty. */
export function toWindow(lane: TurnLane, choice: WindowChoice): TimeWindow {
  const whole = toWhole(lane);
  if (choice === "whole") return whole;
  const core = toCore(lane);
  const lengthMs = Math.max(LEAST_MS, core.toMs - core.fromMs + AROUND_MS);
  if (whole.toMs - whole.fromMs <= lengthMs * NEARLY_WHOLE) return whole;
  const aroundMs = lengthMs - (core.toMs - core.fromMs);
  const latest = Math.max(whole.toMs, core.toMs) - lengthMs;
  const fromMs = Math.max(whole.fromMs, Math.min(latest, core.fromMs - Math.round(aroundMs * BEFORE_SHARE)));
  return { fromMs, toMs: fromMs + lengthMs };
}

function toWhole(lane: TurnLane): TimeWindow {
  const estimateMs = lane.wait === undefined ? 0 : lane.wait.fromMs + (lane.withoutDrafts?.ms ?? 0);
  const endMs = Math.max(lane.endMs, estimateMs, lane.startMs + 1);
  // A cut has a stub after it.
  const share = lane.speeches.at(-1)?.end === "cut" ? 0.06 : 0.02;
  const padMs = Math.ceil((endMs - lane.startMs) * share);
  return { fromMs: lane.startMs, toMs: endMs + padMs };
}

/** From the last word to the first words; while the turn is open, its newest moments. */
function toCore({ commits, wait, withoutDrafts, lastWordMs, endMs, failure }: TurnLane): TimeWindow {
  const commitMs = commits.at(-1)?.atMs;
  if (commitMs === undefined) return { fromMs: endMs - LEAST_MS, toMs: endMs };
  const fromMs = Math.min(commitMs, wait?.fromMs ?? lastWordMs ?? commitMs);
  const estimateMs = wait === undefined ? fromMs : wait.fromMs + (withoutDrafts?.ms ?? 0);
  return { fromMs, toMs: Math.max(commitMs, wait?.toMs ?? failure?.atMs ?? commitMs, estimateMs) };
}
