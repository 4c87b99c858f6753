import type { CallReport } from "./report.ts";
import type { ReplayedCall } from "./replay-calls.ts";
import type { ReplaySource } from "./source-file.ts";
import { summarize, type ReplaySummary } from "./summary.ts";

/** All that a replay found, as it is written with `--json`. */
export interface ReplayDocument {
  readonly settings: ReplaySettings;
  readonly files: readonly FileReport[];
  /** Of all files together. */
  readonly summary: ReplaySummary;
}

/** What the numbers depend on. */
export interface ReplaySettings {
  readonly speed: number;
  readonly parallel: number;
  /** Where it was, or that it was started for the replay. */
  readonly server: string;
  readonly model: string;
}

export interface FileReport {
  readonly file: string;
  readonly calls: readonly CallReport[];
  readonly summary: ReplaySummary;
}

/** Puts what was played beside the files that it came from: calls stand in the order of the files. */
export function toDocument(
  sources: readonly ReplaySource[],
  played: readonly ReplayedCall[],
  settings: ReplaySettings,
): ReplayDocument {
  let from = 0;
  const files = sources.map(({ file, scripts }) => {
    const calls = played.slice(from, (from += scripts.length)).map(({ report }) => report);
    return { file, calls, summary: summarize(calls) };
  });
  return { settings, files, summary: summarize(played.map(({ report }) => report)) };
}
