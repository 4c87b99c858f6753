import { quantile } from "../../packages/server/src/replay/quantile.ts";
import type { Lag } from "./job.ts";
import { neverMs, type SeenTurn } from "./play.ts";

/** One side of a pair; docs/benchmarks-livekit.md says what each number means. */
export interface SideResult {
  readonly turns: number;
  readonly gap_ms: { readonly p50: number; readonly p90: number; readonly p95: number };
  readonly calls_per_turn: number;
  readonly output_tokens_per_turn: number;
  readonly early_cutoffs: number;
  readonly cuts: number;
  /** Turns into which the agent was heard to speak. */
  readonly talked_over: number;
  readonly unanswered: number;
  /** Of the process that played the callers. */
  readonly lag_ms: Lag;
}

/** What the endpoint counted while a side was played. */
export interface EndpointCounts {
  readonly requests: number;
  readonly tokensSent: number;
}

export function measureSide(turns: readonly SeenTurn[], counts: EndpointCounts, lag: Lag): SideResult {
  const gaps = turns.map(gapOf);
  const known = gaps.map((gap) => gap ?? neverMs);
  const rank = (share: number): number => Math.round(quantile(known, share) ?? 0);
  const cuts = turns.map((turn) => cutsOf(turn).length);
  return {
    turns: turns.length,
    gap_ms: { p50: rank(0.5), p90: rank(0.9), p95: rank(0.95) },
    calls_per_turn: round(counts.requests / turns.length),
    output_tokens_per_turn: round(counts.tokensSent / turns.length),
    early_cutoffs: cuts.filter((count) => count > 0).length,
    cuts: cuts.reduce((sum, count) => sum + count, 0),
    talked_over: turns.filter((turn) => turn.commits.some((one) => (one.voiceAtMs ?? turn.endMs) < turn.endMs)).length,
    unanswered: gaps.filter((gap) => gap === undefined).length,
    lag_ms: lag,
  };
}

/** LK6 From the end of the last word to the first sound of the reply that answers the whole turn; undefined: none does. */
function gapOf(turn: SeenTurn): number | undefined {
  const whole = turn.commits.findLast((commit) => !commit.reopened && commit.told === turn.wordCount);
  return whole?.voiceAtMs === undefined ? undefined : whole.voiceAtMs - turn.endMs;
}

/** LK7 Commits that were kept while words of the turn were still to be told. */
function cutsOf(turn: SeenTurn): SeenTurn["commits"] {
  return turn.commits.filter((commit) => !commit.reopened && commit.told < turn.wordCount);
}

/** Of two sides, ours to theirs. */
export interface Comparison {
  readonly gap_p50: number;
  readonly gap_p95: number;
  readonly gap_p50_difference_ms: number;
  readonly calls: number;
  readonly output_tokens: number;
}

export function compareSides(livekit: SideResult, repartee: SideResult): Comparison {
  return {
    gap_p50: round(repartee.gap_ms.p50 / livekit.gap_ms.p50),
    gap_p95: round(repartee.gap_ms.p95 / livekit.gap_ms.p95),
    gap_p50_difference_ms: repartee.gap_ms.p50 - livekit.gap_ms.p50,
    calls: round(repartee.calls_per_turn / livekit.calls_per_turn),
    output_tokens: round(repartee.output_tokens_per_turn / livekit.output_tokens_per_turn),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
