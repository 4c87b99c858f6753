import type { ContextView } from "@repartee/client";
import { formatCount } from "../turn/format.ts";

/** How full the context is. */
export interface Gauge {
  /** `near`: over the soft limit; `full`: what is left is kept for the answer. */
  readonly level: "calm" | "near" | "full";
  readonly glyph: string;
  /** Of the window, 0 to 100. */
  readonly percent: number;
  readonly softPercent: number;
  /** All of it in a sentence, for those who hear it. */
  readonly text: string;
  /** What that means, and what happens next. */
  readonly meaning: string;
}

/** Of a window the last part is kept for the answer: an eighth, or 1,000 tokens of a large one (docs/context.md). */
const answerTokens = 1_000;

export function toGauge({ tokens, limit, soft }: ContextView): Gauge {
  const room = limit - Math.min(answerTokens, limit / 8);
  const level = tokens >= room * 0.97 ? "full" : tokens > soft ? "near" : "calm";
  const percent = toPercent(tokens, limit);
  const softPercent = toPercent(soft, limit);
  const limits = `the soft limit is ${formatCount(soft, "token")}, the window ${formatCount(limit, "token")}`;
  return {
    level,
    glyph: glyphs[level],
    percent,
    softPercent,
    text: `${names[level]}: the last request had ${formatCount(tokens, "token")}; ${limits}`,
    meaning: meanings[level],
  };
}

function toPercent(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(100, Math.round((part / whole) * 1_000) / 10);
}

const glyphs = { calm: "", near: "△", full: "!" } as const;

const names = {
  calm: "Context",
  near: "Context over the soft limit",
  full: "Context full",
} as const;

const meanings = {
  calm: "Everything that was said is sent.",
  near: "Over the soft limit: a persona that summarises does so now; else the oldest turns are left out at the end of the window.",
  full: "The window is full: the oldest turns are left out or summarised, or the turn fails, as the persona's policy says.",
} as const;
