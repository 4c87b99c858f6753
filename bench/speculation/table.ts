import type { PolicyResult } from "./measure.ts";
import type { Params } from "./params.ts";

/** Every parameter, in a line for a person. */
export function paramsText(params: Params): string {
  const { lagMs, pauseMs, finalMs, ttftMs, ttftSigma, tokenMs, wordMs, neverMs, seed } = params;
  return [
    `a partial ${lagMs} ms after the end of each word`,
    `a final ${finalMs} ms after the last word of every pause of ${pauseMs} ms or more`,
    "exact voice activity",
    `time to first token lognormal, median ${ttftMs} ms, sigma ${ttftSigma}`,
    `${tokenMs} ms per token`,
    "no prefix cache",
    `${wordMs} ms to play a word`,
    `a turn that is never answered counts ${neverMs} ms`,
    `seed ${seed}`,
  ].join("; ");
}

const head = [
  "policy",
  "turns",
  "gap p50",
  "p90",
  "p95",
  "cut turns",
  "cuts",
  "calls/turn",
  "warm/turn",
  "tokens/turn",
  "adopted",
  "salvaged",
  "discarded",
  "openers",
  "underrun p95",
];

/** The table; times in milliseconds. docs/benchmarks-speculation.md says how to read it. */
export function tableText(policies: readonly PolicyResult[]): string {
  return alignText([head, ...policies.map(rowOf)]);
}

function rowOf(result: PolicyResult): readonly string[] {
  return [
    result.name,
    String(result.turns),
    result.gap_ms.p50.toFixed(0),
    result.gap_ms.p90.toFixed(0),
    result.gap_ms.p95.toFixed(0),
    String(result.early_cutoffs),
    String(result.cuts),
    result.calls_per_turn.toFixed(2),
    result.warm_calls_per_turn.toFixed(2),
    result.output_tokens_per_turn.toFixed(1),
    String(result.adopted),
    String(result.salvaged),
    String(result.discarded),
    `${(result.opener_share * 100).toFixed(0)}%`,
    result.underrun_ms.p95.toFixed(0),
  ];
}

/** Names to the left, numbers to the right. */
export function alignText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const align = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(align).join("  ")).join("\n");
}
