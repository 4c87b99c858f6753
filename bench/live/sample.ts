/** What the server's process uses: since its start, and the lags of its event loop since the last sample. */
export interface ServerSample {
  /** When it was taken. */
  readonly atUs: number;
  readonly cpuUs: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly lagsMs: readonly number[];
}

export function isServerSample(value: unknown): value is ServerSample {
  return (
    isRecord(value) &&
    typeof value["atUs"] === "number" &&
    typeof value["cpuUs"] === "number" &&
    typeof value["rss"] === "number" &&
    typeof value["heapUsed"] === "number" &&
    Array.isArray(value["lagsMs"])
  );
}

/** What a listener measured. */
export interface DelayReport {
  readonly tokens: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Share of one core that the listening itself took. */
  readonly listenerCpu: number;
}

export function isDelayReport(value: unknown): value is DelayReport {
  return isRecord(value) && typeof value["tokens"] === "number" && typeof value["p99Ms"] === "number";
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value that `share` (0 to 1) of all values do not exceed; 0 where there are none. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
