import type { ExaminationStep, Finding } from "../ports/examination.ts";

/** What is wrong, and what to do about it. */
export interface Complaint {
  readonly measured: string;
  readonly why: string;
  readonly change: string;
}

export function ok(step: ExaminationStep, measured: string): Finding {
  return { step, state: "ok", measured };
}

export function warning(step: ExaminationStep, complaint: Complaint): Finding {
  return { step, state: "warning", ...complaint };
}

export function failed(step: ExaminationStep, complaint: Complaint): Finding {
  return { step, state: "failed", ...complaint };
}

export function skipped(step: ExaminationStep, reason: string): Finding {
  return { step, state: "skipped", measured: reason };
}

/** A span for people; the clock counts whole milliseconds. */
export function spanText(ms: number): string {
  if (ms < 1) return "under 1 ms";
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
