/** What callers do with one gateway, and what they found. */
export interface Workload {
  readonly name: string;
  /** Until the first chunk, in the endpoint. */
  readonly ttftMs: number;
  /** Between two chunks; 0 sends them all at once. */
  readonly gapMs: number;
  readonly chunks: number;
  /** Callers at the same time, each on a connection of its own, one stream after the other. */
  readonly callers: number;
  /** Streams of each caller; undefined: as many as there is time for. */
  readonly streams?: number;
  readonly seconds?: number;
  /** Callers begin one after the other within the length of a stream; else all at once, in rounds. */
  readonly spread: boolean;
}

/** What the callers of one workload measured. Times in milliseconds. */
export interface CallReport {
  readonly streams: number;
  /** Streams that were refused, broke off, or lacked a chunk. */
  readonly failed: number;
  readonly seconds: number;
  readonly ttftP50Ms: number;
  readonly ttftP99Ms: number;
  /** From the endpoint's write to the caller's read of each chunk; 0 where chunks are not stamped. */
  readonly transitP50Ms: number;
  readonly transitP95Ms: number;
  readonly transitP99Ms: number;
}

/** Where callers send their streams. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
}

const paced = { ttftMs: 100, gapMs: 20, chunks: 40, streams: 3 } as const;

/** The loads of the benchmark. `scale` shortens them for a test. */
export function workloads(scale = 1): readonly Workload[] {
  const times = (count: number): number => Math.max(1, Math.round(count * scale));
  return [
    { name: "1 stream", ttftMs: 5, gapMs: 10, chunks: 40, callers: 1, streams: times(20), spread: true },
    { ...paced, name: "64 streams", callers: times(64), spread: true },
    { ...paced, name: "256 streams", callers: times(256), spread: true },
    { ...paced, name: "256 at once", callers: times(256), spread: false },
    { name: "closed loop", ttftMs: 0, gapMs: 0, chunks: 20, callers: times(32), seconds: 4 * scale, spread: false },
  ];
}

/** The last words of the user, by which the endpoint knows what to do: they pass any gateway as they are. */
export function wishOf({ ttftMs, gapMs, chunks }: Workload): string {
  return `ttft=${ttftMs} gap=${gapMs} chunks=${chunks}`;
}

export function readWish(body: string): Pick<Workload, "ttftMs" | "gapMs" | "chunks"> {
  const found = /ttft=([\d.]+) gap=([\d.]+) chunks=(\d+)/.exec(body);
  return { ttftMs: Number(found?.[1] ?? 0), gapMs: Number(found?.[2] ?? 0), chunks: Number(found?.[3] ?? 1) };
}
