import { encodeTraceLine } from "@repartee/protocol";
import type { TraceLine } from "@repartee/protocol";

/** Keeps the frames of a session as NDJSON, from its beginning up to a bound. */
export interface TraceRecorder {
  /** `in` is towards the server. */
  record(direction: TraceLine["direction"], frame: TraceLine["frame"]): void;
  /** Every line so far, each ended by a line feed. */
  toNdjson(): string;
  readonly lines: readonly string[];
  /** Frames that came after the bound was reached; the recording is whole up to there. */
  readonly left: number;
}

export interface TraceOptions {
  /** Milliseconds on any monotonic clock. */
  readonly now?: () => number;
  readonly maxLines?: number;
  /** Characters of all lines together. */
  readonly maxChars?: number;
}

/** Starts a recording; `at_ms` counts from now. At the bound it stops: a replay needs the beginning. */
export function recordTrace(options: TraceOptions = {}): TraceRecorder {
  const { now = () => performance.now(), maxLines = 100_000, maxChars = 64 * 1024 * 1024 } = options;
  const start = now();
  const lines: string[] = [];
  let chars = 0;
  let left = 0;
  return {
    record(direction, frame) {
      if (left > 0) return void (left += 1);
      const line = encodeTraceLine({ at_ms: Math.max(0, Math.round(now() - start)), direction, frame });
      if (lines.length >= maxLines || chars + line.length > maxChars) return void (left += 1);
      lines.push(line);
      chars += line.length + 1;
    },
    toNdjson: () => lines.map((line) => `${line}\n`).join(""),
    lines,
    get left() {
      return left;
    },
  };
}
