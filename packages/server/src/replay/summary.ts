import type { DraftCounts, TokenCounts } from "@repartee/engine";
import { quantile } from "./quantile.ts";
import type { CallReport, ReplyReport, TurnReport } from "./report.ts";

/** All calls of a replay in one set of numbers. */
export interface ReplaySummary {
  readonly calls: number;
  /** Turns of the recording. */
  readonly turns: number;
  /** Of these: with a word of an answer to their end. */
  readonly answered: number;
  /** Of these: without an answer, because the model or the server failed. */
  readonly failed: number;
  /** Of these: settled at least once while the speaker had more to say. */
  readonly cut: number;
  /** Of these: committed together with the next one. */
  readonly joined: number;
  /** Of these: with last words that were never committed. */
  readonly lost: number;
  /** Releases that the server took back. */
  readonly reopened: number;
  /** From the last word of a turn to the first clause of its answer, as the client saw both. */
  readonly gapMs: Spread;
  /** The server's own `gap_ms` of the same answers: from the arrival of the last word to the first words. */
  readonly serverGapMs: Spread;
  readonly drafts: DraftCounts;
  readonly tokens: Omit<TokenCounts, "wastedIn">;
  /** Requests to the model. */
  readonly modelCalls: number;
}

export interface Spread {
  readonly count: number;
  readonly p50: number | undefined;
  readonly p95: number | undefined;
}

/** The answer to a turn's end: the gap of one that was cut says nothing about what a user waits. */
export function answerOf(replies: readonly ReplyReport[]): ReplyReport | undefined {
  return replies.findLast((reply) => !reply.cut && reply.answer !== "");
}

/** What some replies cost, and what became of their drafts. */
export function totalsOf(replies: readonly ReplyReport[]): Pick<ReplaySummary, "drafts" | "tokens" | "modelCalls"> {
  const numbers = replies.flatMap((reply) => reply.numbers ?? []);
  const sum = (pick: (one: (typeof numbers)[number]) => number): number =>
    numbers.reduce((total, one) => total + pick(one), 0);
  return {
    drafts: {
      started: sum((one) => one.drafts.started),
      adopted: sum((one) => one.drafts.adopted),
      salvaged: sum((one) => one.drafts.salvaged),
      revoked: sum((one) => one.drafts.revoked),
      discarded: sum((one) => one.drafts.discarded),
    },
    tokens: {
      in: sum((one) => one.tokens.in),
      cached: sum((one) => one.tokens.cached),
      out: sum((one) => one.tokens.out),
      wasted: sum((one) => one.tokens.wasted),
    },
    modelCalls: sum((one) => one.calls),
  };
}

export function summarize(calls: readonly CallReport[]): ReplaySummary {
  const turns = calls.flatMap((call) => call.turns);
  const replies = turns.flatMap((turn) => turn.replies);
  const answers = turns.flatMap((turn) => answerOf(turn.replies) ?? []);
  return {
    calls: calls.length,
    turns: turns.length,
    answered: answers.length,
    failed: turns.filter(isFailed).length,
    cut: turns.filter((turn) => turn.replies.some((reply) => reply.cut)).length,
    joined: turns.filter((turn) => turn.ending === "joined").length,
    lost: turns.filter((turn) => turn.ending === "lost").length,
    reopened: replies.reduce((total, reply) => total + reply.reopened, 0),
    gapMs: spreadOf(answers.flatMap((answer) => answer.gapMs ?? [])),
    serverGapMs: spreadOf(answers.flatMap((answer) => answer.numbers?.gap_ms ?? [])),
    ...totalsOf(replies),
  };
}

function isFailed({ replies }: TurnReport): boolean {
  return answerOf(replies) === undefined && replies.some((reply) => reply.outcome === "failed");
}

function spreadOf(values: readonly number[]): Spread {
  return { count: values.length, p50: quantile(values, 0.5), p95: quantile(values, 0.95) };
}
