import type { Price, Usage } from "../event.ts";

/** The summary that is being made, if one is, and before which turn none is begun. */
export interface Summarizing {
  readonly run: SummaryRun | undefined;
  readonly notBefore: number;
}

/** One summary of the oldest turns, made beside the conversation. */
export interface SummaryRun {
  readonly draftId: string;
  /** `ready`: it waits until it disturbs nobody. */
  readonly phase: "running" | "ready";
  readonly text: string;
  /** Up to which item of the history it tells, counted from the first that ever stood there. */
  readonly until: number;
  readonly turns: number;
  /** The newest turn that it tells of. */
  readonly turnIdx: number;
  readonly usage: Usage | undefined;
  /** Of who makes it; undefined where that is not known. */
  readonly price: Price | undefined;
}

export const noSummary: Summarizing = { run: undefined, notBefore: 0 };
