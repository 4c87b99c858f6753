import { quantile } from "../../packages/server/src/replay/quantile.ts";
import { alignText } from "../speculation/table.ts";
import type { Comparison, SideResult } from "./measure.ts";
import type { Pair } from "./pairs.ts";
import { voicePace } from "./voice.ts";

/** All that one run found out. */
export interface LiveKitResult {
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  /** Of `@livekit/agents`. */
  readonly livekit_version: string;
  readonly params: BenchParams;
  /** How late the event loops of Repartee's servers were, in milliseconds. */
  readonly server_lag_ms: { readonly p99: number; readonly max: number };
  readonly pairs: readonly PairResult[];
}

export interface BenchParams {
  readonly data: string;
  readonly calls: number;
  readonly parallel: number;
  readonly ttft_ms: number;
  readonly token_ms: number;
  readonly first_sound_ms: number;
  readonly word_ms: number;
}

export interface PairResult {
  readonly name: string;
  readonly about: string;
  readonly settings: Pick<Pair, "livekit" | "repartee">;
  /** The gap of whoever asks when all words are known, and takes no time for anything else. */
  readonly floor_ms: { readonly p50: number; readonly p95: number };
  readonly livekit: SideResult;
  readonly repartee: SideResult;
  /** Repartee's numbers over LiveKit's. */
  readonly ratio: Comparison;
}

const head = [
  "pair",
  "gap p50",
  "p90",
  "p95",
  "calls/turn",
  "tokens/turn",
  "cut turns",
  "cuts",
  "talked over",
  "unanswered",
  "lag p99",
  "max",
];

/** The table, times in milliseconds; docs/benchmarks-livekit.md says how to read it. */
export function tableText(result: LiveKitResult): string {
  const rows = result.pairs.flatMap((pair) => [
    rowOf(`${pair.name}: LiveKit`, pair.livekit),
    rowOf(`${pair.name}: Repartee`, pair.repartee),
    ratioRow(pair.ratio),
    textRow(["  floor", String(pair.floor_ms.p50), "", String(pair.floor_ms.p95)]),
  ]);
  return [
    paramsText(result),
    "",
    alignText([head, ...rows]),
    "",
    ...result.pairs.map((pair) => `${pair.name}: ${pair.about}`),
  ].join("\n");
}

function paramsText({ params, machine, node, livekit_version, pairs, server_lag_ms: lag }: LiveKitResult): string {
  const turns = pairs[0]?.livekit.turns ?? 0;
  return [
    `@livekit/agents ${livekit_version}, Node ${node}, ${machine}`,
    `${params.calls} calls of ${params.data}, ${turns} turns at recorded speed, ${params.parallel} calls at a time`,
    `first token after ${params.ttft_ms} ms, ${params.token_ms} ms each; first sound ${voicePace.firstSoundMs} ms after a clause`,
    `Repartee's event loops late by ${lag.p99.toFixed(1)} ms at p99, ${lag.max.toFixed(1)} at most`,
  ].join("\n");
}

function rowOf(name: string, side: SideResult): readonly string[] {
  return [
    name,
    String(side.gap_ms.p50),
    String(side.gap_ms.p90),
    String(side.gap_ms.p95),
    side.calls_per_turn.toFixed(2),
    side.output_tokens_per_turn.toFixed(1),
    String(side.early_cutoffs),
    String(side.cuts),
    String(side.talked_over),
    String(side.unanswered),
    side.lag_ms.p99.toFixed(1),
    side.lag_ms.max.toFixed(1),
  ];
}

function ratioRow(ratio: Comparison): readonly string[] {
  const times = (value: number): string => `×${value.toFixed(2)}`;
  const cells = [times(ratio.gap_p50), "", times(ratio.gap_p95), times(ratio.calls), times(ratio.output_tokens)];
  return textRow(["  ratio", ...cells]);
}

function textRow(cells: readonly string[]): readonly string[] {
  return head.map((_, column) => cells[column] ?? "");
}

/** Where the machine was late the numbers are the machine's; undefined where it was not. */
export function lagWarning(result: LiveKitResult): string | undefined {
  const worst = Math.max(
    result.server_lag_ms.p99,
    ...result.pairs.flatMap(({ livekit, repartee }) => [livekit.lag_ms.p99, repartee.lag_ms.p99]),
  );
  if (worst <= mostLagMs) return undefined;
  return `an event loop was late by ${worst.toFixed(0)} ms at p99: the machine is too busy for these numbers; use a smaller --parallel`;
}

const mostLagMs = 25;

export function lagOf(lagsMs: readonly number[]): { readonly p99: number; readonly max: number } {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return { p99: round(quantile(lagsMs, 0.99) ?? 0), max: round(quantile(lagsMs, 1) ?? 0) };
}
