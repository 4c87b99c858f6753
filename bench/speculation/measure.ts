import { quantile } from "../../packages/server/src/replay/quantile.ts";
import { createPieceCutter, wordsIn, type Piece } from "./clauses.ts";
import type { Params } from "./params.ts";
import type { Commit, TurnTrace } from "./trace.ts";
import { tokensOut } from "./upstream.ts";

/** One policy's numbers; docs/benchmarks-speculation.md says what each means. */
export interface PolicyResult {
  readonly name: string;
  readonly turns: number;
  readonly gap_ms: { readonly p50: number; readonly p90: number; readonly p95: number };
  readonly early_cutoffs: number;
  readonly cuts: number;
  readonly calls_per_turn: number;
  readonly warm_calls_per_turn: number;
  readonly output_tokens_per_turn: number;
  readonly adopted: number;
  readonly salvaged: number;
  readonly discarded: number;
  readonly opener_share: number;
  readonly underrun_ms: { readonly p95: number };
}

/** One turn's numbers. */
export interface TurnResult {
  /** From the end of the last word to the first clause of the reply that answers the whole turn; undefined: none does. */
  readonly gapMs: number | undefined;
  /** Commits that were settled while the turn had words to come. */
  readonly cuts: number;
  readonly outputTokens: number;
  /** Whether that reply answers words that the recogniser took back afterwards. */
  readonly misheard: boolean;
  /** Whether the reply let out an opener before its first clause. */
  readonly opener: boolean;
  /** Silence between the first clause and the end of the reply. */
  readonly underrunMs: number;
}

export function measurePolicy(name: string, traces: readonly TurnTrace[], params: Params): PolicyResult {
  const results = traces.map((trace) => measureTurn(trace, params));
  const answered = results.filter((result) => result.gapMs !== undefined);
  const gaps = results.map((result) => result.gapMs ?? params.neverMs);
  const turns = traces.length;
  const rank = (values: readonly number[], share: number): number => quantile(values, share) ?? 0;
  const perTurn = (total: number): number => round(total / turns, 3);
  return {
    name,
    turns,
    gap_ms: { p50: rank(gaps, 0.5), p90: rank(gaps, 0.9), p95: rank(gaps, 0.95) },
    early_cutoffs: results.filter((result) => result.cuts > 0).length,
    cuts: sum(results.map((result) => result.cuts)),
    calls_per_turn: perTurn(sum(traces.map((trace) => trace.calls.length))),
    warm_calls_per_turn: perTurn(sum(traces.map((trace) => trace.warmCalls))),
    output_tokens_per_turn: perTurn(sum(results.map((result) => result.outputTokens))),
    adopted: sum(traces.map((trace) => trace.drafts.adopted)),
    salvaged: sum(traces.map((trace) => trace.drafts.salvaged)),
    discarded: sum(traces.map((trace) => trace.drafts.discarded)),
    opener_share: round(answered.filter((result) => result.opener).length / Math.max(1, answered.length), 3),
    underrun_ms: {
      p95: rank(
        answered.map((result) => result.underrunMs),
        0.95,
      ),
    },
  };
}

export function measureTurn(trace: TurnTrace, params: Params): TurnResult {
  const { turn, commits } = trace;
  const kept = commits.filter((commit) => !commit.reopened);
  const whole = kept.findLast((commit) => commit.told === turn.words.length);
  const pieces = whole === undefined ? [] : piecesOf(whole);
  const first = pieces.findIndex((piece) => piece.kind === "clause");
  return {
    gapMs: first === -1 ? undefined : (pieces[first]?.at ?? 0) - turn.endMs,
    cuts: kept.filter((commit) => commit.told < turn.words.length).length,
    outputTokens: sum(trace.calls.map(tokensOut)),
    misheard: whole?.exact === false,
    opener: first > 0,
    underrunMs: underrunOf(pieces, params.wordMs),
  };
}

type TimedPiece = Piece & { readonly at: number };

/** The pieces of a reply, each with the moment in which it was complete and let out. */
function piecesOf(commit: Commit): readonly TimedPiece[] {
  const cutter = createPieceCutter();
  const pieces = commit.deltas.flatMap(({ at, text }) => cutter.push(text).map((piece) => ({ ...piece, at })));
  const { finishedAt } = commit;
  if (finishedAt === undefined) return pieces;
  return [...pieces, ...cutter.finish().map((piece) => ({ ...piece, at: finishedAt }))];
}

/** Each piece is played as soon as it is there and the ones before it have been played. */
function underrunOf(pieces: readonly TimedPiece[], wordMs: number): number {
  let freeAt = 0;
  let silent = 0;
  let begun = false;
  for (const { kind, text, at } of pieces) {
    if (begun) silent += Math.max(0, at - freeAt);
    freeAt = Math.max(freeAt, at) + wordsIn(text) * wordMs;
    begun ||= kind === "clause";
  }
  return silent;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
