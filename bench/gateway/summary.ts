import type { Measured } from "./measure.ts";

/** One workload through one gateway: medians over the repetitions. Times in milliseconds. */
export interface Row {
  readonly workload: string;
  readonly gateway: string;
  readonly streams: number;
  readonly failed: number;
  readonly streamsPerSecond: number;
  readonly ttftP50Ms: number;
  readonly ttftP99Ms: number;
  /** To the direct way of the same repetition; undefined for that itself, and where it was not measured. */
  readonly addedP50Ms: number | undefined;
  readonly addedP99Ms: number | undefined;
  readonly transitP50Ms: number;
  readonly transitP95Ms: number;
  readonly transitP99Ms: number;
  readonly addedTransitP95Ms: number | undefined;
  readonly cpuUsPerStream: number | undefined;
  readonly rssMb: number | undefined;
}

/** All that one run found out. */
export interface GatewayResult {
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  readonly repetitions: number;
  readonly rows: readonly Row[];
  /** Gateways that could not be measured, and why. */
  readonly skipped: readonly { readonly name: string; readonly skipped: string }[];
}

/** The rows in the order in which workloads and gateways first came; each list is one repetition. */
export function summarise(repetitions: readonly (readonly Measured[])[]): readonly Row[] {
  const all = repetitions.flat();
  const names = (of: (one: Measured) => string): readonly string[] => [...new Set((repetitions[0] ?? all).map(of))];
  return names((one) => one.workload).flatMap((workload) =>
    names((one) => one.gateway)
      .filter((gateway) => all.some((one) => one.workload === workload && one.gateway === gateway))
      .map((gateway) => rowOf(workload, gateway, repetitions)),
  );
}

function rowOf(workload: string, gateway: string, repetitions: readonly (readonly Measured[])[]): Row {
  const pairs = repetitions.flatMap((measured) => {
    const find = (name: string) => measured.find((one) => one.workload === workload && one.gateway === name);
    const own = find(gateway);
    return own === undefined ? [] : [{ own, direct: gateway === "direct" ? undefined : find("direct") }];
  });
  const { reports, added } = { reports: pairs.map(({ own }) => own.report), added: addedOf(pairs) };
  const sum = (of: (report: Measured["report"]) => number): number =>
    reports.reduce((total, one) => total + of(one), 0);
  const middle = (of: (report: Measured["report"]) => number): number => median(reports.map(of)) ?? 0;
  return {
    workload,
    gateway,
    streams: sum((report) => report.streams),
    failed: sum((report) => report.failed),
    streamsPerSecond: middle((report) => report.streams / report.seconds),
    ttftP50Ms: middle((report) => report.ttftP50Ms),
    ttftP99Ms: middle((report) => report.ttftP99Ms),
    transitP50Ms: middle((report) => report.transitP50Ms),
    transitP95Ms: middle((report) => report.transitP95Ms),
    transitP99Ms: middle((report) => report.transitP99Ms),
    ...added,
    cpuUsPerStream: median(pairs.map(({ own }) => own.cpuUsPerStream)),
    rssMb: median(pairs.map(({ own }) => own.rssMb)),
  };
}

interface Pair {
  readonly own: Measured;
  readonly direct: Measured | undefined;
}

function addedOf(pairs: readonly Pair[]): Pick<Row, "addedP50Ms" | "addedP99Ms" | "addedTransitP95Ms"> {
  const difference = (of: (one: Measured) => number): number | undefined =>
    median(pairs.map(({ own, direct }) => (direct === undefined ? undefined : of(own) - of(direct))));
  return {
    addedP50Ms: difference(({ report }) => report.ttftP50Ms),
    addedP99Ms: difference(({ report }) => report.ttftP99Ms),
    addedTransitP95Ms: difference(({ report }) => report.transitP95Ms),
  };
}

/** Of what is known; undefined where nothing is. Of an even number the lower one. */
export function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)];
}
