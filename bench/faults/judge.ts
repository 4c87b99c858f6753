import type { Run } from "./run.ts";

/** What a client was told by one door. */
export interface Heard {
  /**
   * `finished`: as whole (a finish reason and `[DONE]`, a completion, a turn that is completed). `failed`: with an error
   * that was said. `cut`: it just ended. `never`: it went on beyond every limit.
   */
  readonly ended: "finished" | "failed" | "cut" | "never";
  readonly text: string;
  /** Calls of tools, as `name(arguments)`. */
  readonly calls: readonly string[];
  /** Of the error that was said. */
  readonly code?: string;
  /** From the question to the first words, or calls; undefined where none came. */
  readonly firstMs?: number | undefined;
  /** From the question to the end. */
  readonly tookMs: number;
}

export type Answer = Pick<Heard, "text" | "calls">;

export const outcomes = ["answered", "rescued", "error", "lied", "hung"] as const;

/** `lied`: what is not the whole answer was passed off as one, or ended without a word that it is none. */
export type Outcome = (typeof outcomes)[number];

/** `own` is the whole answer of the upstream that was asked for, `spare` that of its fallback. */
export function judge(heard: Heard, { own, spare }: { readonly own: Answer; readonly spare: Answer }): Outcome {
  switch (heard.ended) {
    case "never":
      return "hung";
    case "cut":
      return "lied";
    case "failed":
      return "error";
    case "finished":
      if (isSame(heard, own)) return "answered";
      return isSame(heard, spare) ? "rescued" : "lied";
  }
}

/** What has to come of a fault: nothing is tried again once words were heard, and of a whole answer none are before its end. */
export function expectedOutcome({ fault, door, spared }: Pick<Run, "fault" | "door" | "spared">): Outcome {
  const { gives, once = false } = fault;
  if (gives === "answer") return "answered";
  if (!spared) return once ? "answered" : "error";
  return gives === "nothing" || door === "whole" ? "rescued" : "error";
}

/** White space at the ends is nobody's words. */
function isSame(one: Answer, other: Answer): boolean {
  return one.text.trim() === other.text.trim() && one.calls.join("\n") === other.calls.join("\n");
}
