import { cpus } from "node:os";
import type { Moment, Protocol, Times } from "./measure.ts";

/** All that one run found out. */
export interface ConnectResult {
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  readonly oneWayMs: number;
  readonly draftMs: number;
  readonly restarts: readonly { readonly protocol: Protocol; readonly spares: boolean; readonly times: Times }[];
  readonly aborts: readonly { readonly protocol: Protocol; readonly moment: Moment; readonly times: Times }[];
}

export function describeMachine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? "unknown"}`;
}

/** The tables for a person; README.md says how to read them. */
export function tableText(result: ConnectResult): string {
  return [
    `${result.machine}; Node ${result.node}; ${result.date}; times in ms`,
    "",
    `a draft replaced after ${result.draftMs} ms, ${result.oneWayMs} ms away: from its successor's start to the upstream's having it`,
    ...columns(
      ["protocol", "spares"],
      result.restarts.map(({ protocol, spares, times }) => [[protocol, spares ? "yes" : "no"], times]),
    ),
    "",
    "abort: from the call to the upstream's seeing it",
    ...columns(
      ["protocol", "moment"],
      result.aborts.map(({ protocol, moment, times }) => [[protocol, moment], times]),
    ),
  ].join("\n");
}

/** Rows of names and times, as a table. */
export function columns(
  names: readonly string[],
  rows: readonly (readonly [names: readonly string[], times: Times])[],
): readonly string[] {
  const cells = [
    [...names, "count", "p50", "p99", "max"],
    ...rows.map(([labels, times]) => [
      ...labels,
      String(times.count),
      ...[times.p50Ms, times.p99Ms, times.maxMs].map((ms) => ms.toFixed(2)),
    ]),
  ];
  const widths = names
    .concat("count", "p50", "p99", "max")
    .map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) =>
        column < names.length ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}
