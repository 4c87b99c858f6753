import type { ReleaseRecord, TurnRecord } from "./turn-record.ts";

/** A reply that left, as far as its words are known to have come. */
export interface LaneSpeech {
  readonly id: string;
  /** LN7 `heard`: somebody reports what was played; `sent`: nobody does, and all that left counts as heard. */
  readonly basis: "heard" | "sent";
  readonly startMs: number;
  readonly endMs: number;
  /** What was said; where it was cut or taken back, up to there. */
  readonly text: string;
  /** What was sent beyond that, and not heard. */
  readonly unheard: string;
  readonly end: "open" | "done" | "cut" | "taken-back";
}

/** The replies of a turn, in the order of their releases. */
export function toLaneSpeeches(turn: TurnRecord, nowMs: number): readonly LaneSpeech[] {
  return turn.releases.flatMap((release) => toSpeech(turn, release, nowMs) ?? []);
}

function toSpeech(turn: TurnRecord, release: ReleaseRecord, nowMs: number): LaneSpeech | undefined {
  const basis = release.firstHeardAtMs === undefined ? "sent" : "heard";
  const startMs = basis === "heard" ? release.firstHeardAtMs : release.firstSentAtMs;
  if (startMs === undefined) return undefined;
  const end = toEnd(turn, release);
  const short = end === "cut" || end === "taken-back";
  const chars = short && release.heardChars !== undefined ? release.heardChars : release.text.length;
  return {
    id: release.inferenceId,
    basis,
    startMs,
    endMs: Math.max(startMs, end === "open" ? nowMs : toEndMs(turn, release)),
    text: release.text.slice(0, chars).trim(),
    unheard: release.text.slice(chars).trim(),
    end,
  };
}

function toEnd(turn: TurnRecord, release: ReleaseRecord): LaneSpeech["end"] {
  if (release.reopened !== undefined) return "taken-back";
  if (release.stopped?.interrupted === true) return "cut";
  return release.stopped === undefined && turn.numbers === undefined ? "open" : "done";
}

function toEndMs(turn: TurnRecord, release: ReleaseRecord): number {
  const stopped = release.reopened?.atMs ?? release.stopped?.atMs;
  return stopped ?? turn.completedAtMs ?? release.lastSentAtMs ?? release.atMs;
}
