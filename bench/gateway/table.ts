import type { GatewayResult, Row } from "./summary.ts";

/** The tables for a person, one for each workload; bench/README.md says how to read them. */
export function tableText(result: GatewayResult): string {
  const workloads = [...new Set(result.rows.map(({ workload }) => workload))];
  const tables = workloads.map((name) => tableOf(name, rowsOf(result, name)));
  const skipped = result.skipped.map(({ name, skipped: why }) => `not measured: ${name}: ${why}`);
  return [
    `${result.machine}; Node ${result.node}; ${result.date}; medians of ${result.repetitions} repetitions; times in ms`,
    ...tables,
    ...skipped,
  ].join("\n\n");
}

function rowsOf({ rows }: GatewayResult, workload: string): readonly Row[] {
  return rows.filter((row) => row.workload === workload);
}

const head = [
  "",
  "streams",
  "failed",
  "streams/s",
  "TTFT p50",
  "p99",
  "added p50",
  "p99",
  "transit p50",
  "p95",
  "p99",
  "added p95",
  "CPU µs/stream",
  "RSS MB",
];

function tableOf(workload: string, rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.gateway,
    String(row.streams),
    String(row.failed),
    row.streamsPerSecond.toFixed(0),
    ms(row.ttftP50Ms),
    ms(row.ttftP99Ms),
    ms(row.addedP50Ms),
    ms(row.addedP99Ms),
    ms(row.transitP50Ms),
    ms(row.transitP95Ms),
    ms(row.transitP99Ms),
    ms(row.addedTransitP95Ms),
    row.cpuUsPerStream?.toFixed(0) ?? "-",
    row.rssMb?.toFixed(0) ?? "-",
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const lines = [head, ...cells].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  return [workload, ...lines].join("\n");
}

function ms(value: number | undefined): string {
  return value === undefined ? "-" : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
