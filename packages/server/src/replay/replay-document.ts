import type { CallReport } from "./report.ts";
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

/** Puts what was reported beside the files that it came from: calls stand in the order of the files. */
export function toDocument(
  sources: readonly ReplaySource[],
  reports: readonly CallReport[],
  settings: ReplaySettings,
): ReplayDocument {
  let from = 0;
  const files = sources.map(({ file, scripts }) => {
    const calls = reports.slice(from, (from += scripts.length));
    return { file, calls, summary: summarize(calls) };
  });
  return { settings, files, summary: summarize(reports) };
}
