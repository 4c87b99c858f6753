import { cpus } from "node:os";
import { cores } from "./program.ts";
import type { IdleCost, LiveRow } from "./measure.ts";

/** All that one run found out. */
export interface LiveResult {
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  readonly seconds: number;
  /** Of so many runs of each load the quietest is shown. */
  readonly runs: number;
  readonly rows: readonly LiveRow[];
  readonly idle: IdleCost;
}

export function describeMachine(): string {
  const [first] = cpus();
  const pinned =
    cores === undefined ? "not pinned" : `server on core ${cores.server}, model and client on ${cores.others}`;
  return `${cpus().length} × ${first?.model.trim() ?? "unknown"}, ${pinned}`;
}

/** The table for a person; README.md says how to read it. */
export function tableText(result: LiveResult): string {
  const head = [
    "N",
    "direct p50",
    "p99",
    "through p50",
    "p99",
    "max",
    "tokens/s",
    "of asked",
    "CPU",
    "µs/token",
    "RSS MB",
    "lag p99",
    "client CPU",
  ];
  const rows = result.rows.map(({ conversations, asked, direct, through, server }) => {
    const rate = through.tokens / through.seconds;
    return [
      String(conversations),
      ms(direct.p50Ms),
      ms(direct.p99Ms),
      ms(through.p50Ms),
      ms(through.p99Ms),
      ms(through.maxMs),
      rate.toFixed(0),
      percent(rate / asked),
      percent(server.cpu),
      server.cpuUsPerToken.toFixed(1),
      server.rssMb.toFixed(0),
      ms(server.loopLagP99Ms),
      percent(through.listenerCpu),
    ];
  });
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = [head, ...rows].map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  "));
  const { idle } = result;
  return [
    `${result.machine}; Node ${result.node}; ${result.date}; best of ${result.runs} × ${result.seconds} s; times in ms`,
    ...lines,
    `idle: ${idle.rssKb.toFixed(1)} KiB of RSS and ${idle.heapKb.toFixed(1)} KiB of heap for each of ${idle.conversations} connected, silent conversations`,
  ].join("\n");
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}
