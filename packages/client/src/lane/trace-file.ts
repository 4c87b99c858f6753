import { parseTraceLine, readInbound, readOutbound } from "@repartee/protocol";
import type { TraceLine } from "@repartee/protocol";

import type { LaneLine } from "./lane-line.ts";

/** A recorded trace, frame by frame on the conversation's clock; or why it is none. */
export type TraceResult =
  | { readonly ok: true; readonly lines: readonly LaneLine[]; readonly clock: TraceClock }
  | { readonly ok: false; readonly problem: TraceProblem };

/** How the recorder's clock stood to the conversation's: what was added, in milliseconds, and how many frames told. */
export interface TraceClock {
  readonly offsetMs: number;
  readonly frames: number;
}

export interface TraceProblem {
  /** From 1; 0 where it is the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/** LN20 Reads a trace (NDJSON, one frame a line). One line that is none refuses the file, and is named. */
export function readTrace(text: string): TraceResult {
  const lines: LaneLine[] = [];
  for (const [index, row] of text.split("\n").entries()) {
    if (row.trim() === "") continue;
    const parsed = parseTraceLine(row);
    if (!parsed.ok) return refuse(index + 1, describe(row, parsed.message));
    const read = readLine(parsed.value);
    if (!read.ok) return refuse(index + 1, read.message);
    if (read.line !== undefined) lines.push(read.line);
  }
  if (lines.length === 0) return refuse(0, "the file has no frames: a trace is NDJSON, one frame on every line");
  const clock = readClock(lines);
  return { ok: true, clock, lines: lines.map((line) => shift(line, clock.offsetMs)) };
}

type LineResult =
  | { readonly ok: true; readonly line: LaneLine | undefined }
  | { readonly ok: false; readonly message: string };

function readLine({ at_ms: atMs, direction, frame }: TraceLine): LineResult {
  if (direction === "out") {
    const result = readOutbound(frame);
    return result.ok ? { ok: true, line: { direction, atMs, frame: result.frame } } : result;
  }
  const result = readInbound(frame);
  if (result.ok) return { ok: true, line: { direction, atMs, frame: result.frame } };
  // What the server refused to know draws nothing, and is no fault of the file.
  const foreign = result.code === "unknown_event" || result.code === "unsupported";
  return foreign ? { ok: true, line: undefined } : { ok: false, message: result.message };
}

/**
 * LN21 The recorder's clock is laid on the conversation's by the frame that came with the least delay: the greatest
 * difference between when a frame says that it was made and when it was recorded.
 */
function readClock(lines: readonly LaneLine[]): TraceClock {
  let clock: TraceClock = { offsetMs: 0, frames: 0 };
  for (const line of lines) {
    if (line.direction === "in" || line.atMs === undefined || line.frame.event_type === "unknown") continue;
    const madeAtMs = "at_ms" in line.frame.properties ? line.frame.properties.at_ms : undefined;
    if (madeAtMs === undefined) continue;
    const offsetMs = madeAtMs - line.atMs;
    clock = { offsetMs: clock.frames === 0 ? offsetMs : Math.max(clock.offsetMs, offsetMs), frames: clock.frames + 1 };
  }
  return clock;
}

function shift(line: LaneLine, offsetMs: number): LaneLine {
  return line.direction === "in"
    ? { ...line, atMs: Math.max(0, line.atMs + offsetMs) }
    : { ...line, atMs: line.atMs === undefined ? undefined : Math.max(0, line.atMs + offsetMs) };
}

function describe(row: string, message: string): string {
  if (message !== "the line is not valid JSON") return message;
  const whole = row.trimStart().startsWith("[") ? "; a trace is one frame on every line, not an array" : "";
  return `${message}${whole}`;
}

function refuse(line: number, message: string): TraceResult {
  return { ok: false, problem: { line, message } };
}
