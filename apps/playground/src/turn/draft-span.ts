import type { TurnView } from "@repartee/client";
import type { DraftRow } from "./draft-row.ts";
import { endOfTurn } from "./draft-row.ts";

/** A stretch of the turn's axis, in hundredths of its length. */
export interface Span {
  readonly from: number;
  readonly width: number;
}

export interface TurnAxis {
  readonly startMs: number;
  readonly lengthMs: number;
  /** Where the turn ended, in hundredths; undefined while it is open. */
  readonly end: number | undefined;
}

/** From the first thing that happened to the last: drafts, the end of the turn, the first words. */
export function toAxis(turn: TurnView, rows: readonly DraftRow[]): TurnAxis {
  const ended = endOfTurn(turn);
  const moments = [
    ...rows.flatMap((row) => [row.startMs, row.endMs ?? row.startMs]),
    ended,
    turn.reply.firstWordsAtMs,
  ].filter((ms) => ms !== undefined);
  const startMs = moments.reduce((one, other) => Math.min(one, other), moments[0] ?? 0);
  const endMs = moments.reduce((one, other) => Math.max(one, other), startMs);
  const lengthMs = Math.max(1, endMs - startMs);
  return { startMs, lengthMs, end: ended === undefined ? undefined : ((ended - startMs) / lengthMs) * 100 };
}

/** Where a draft lies on it. What runs, or speaks, reaches to the right edge. */
export function toDraftSpan(axis: TurnAxis, row: DraftRow): Span {
  const dead = row.fate === "revoked" || row.fate === "discarded";
  const from = clamp(((row.startMs - axis.startMs) / axis.lengthMs) * 100);
  const to = dead && row.endMs !== undefined ? clamp(((row.endMs - axis.startMs) / axis.lengthMs) * 100) : 100;
  return { from, width: Math.max(0, to - from) };
}

function clamp(hundredths: number): number {
  return Math.min(100, Math.max(0, hundredths));
}
