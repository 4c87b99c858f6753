import { spanText } from "./finding.ts";
import type { ExchangeEnd } from "./wire.ts";

/** What one request was answered with, as far as anybody may wish to know. */
export interface Reply {
  /** Absent where no answer began. */
  readonly status?: number;
  readonly contentType: string;
  readonly location: string | undefined;
  /** Seconds or a date, as the server spelled it. */
  readonly retryAfter: string | undefined;
  /** Whether the server closes the connection behind its answer. */
  readonly closes: boolean;
  readonly reused: boolean;
  readonly headMs?: number;
  /** What the body is by its looks; nobody's content type is believed. */
  readonly kind: "events" | "json" | "html" | "text" | "empty";
  /** Moments, in ms since the request, at which words (or thinking, or parts of a tool call) came. */
  readonly firstMs?: number;
  readonly lastMs?: number;
  /** Chunks that held words, and the pieces of the body that brought them. */
  readonly chunks: number;
  readonly pieces: number;
  readonly words: string;
  readonly thinking: number;
  readonly toolCalls: readonly ReplyToolCall[];
  readonly finishReason?: string;
  readonly done: boolean;
  readonly crlf: boolean;
  readonly comments: number;
  readonly malformed: number;
  readonly usage?: ReplyUsage;
  /** The upstream's own words for what is wrong, secrets removed. */
  readonly refusal: string | undefined;
  /** How the body begins, secrets removed. */
  readonly head: string;
  readonly end: ExchangeEnd;
  readonly endMs: number;
}

export interface ReplyToolCall {
  readonly id: string;
  readonly name: string;
  /** The JSON text as it was written. */
  readonly arguments: string;
}

export interface ReplyUsage {
  readonly in: number;
  readonly out: number;
  readonly cached: number;
}

/** Whether it is a reply as a conversation needs it: it was accepted, spoke or called, and ended as it should. */
export function isWhole(reply: Reply): boolean {
  return reply.status === 200 && reply.refusal === undefined && hasSubstance(reply) && endedProperly(reply);
}

export function hasSubstance(reply: Reply): boolean {
  return reply.words !== "" || reply.toolCalls.length > 0 || reply.thinking > 0;
}

/** A whole JSON answer needs no mark for its end. */
export function endedProperly(reply: Reply): boolean {
  const marked = reply.done || reply.finishReason !== undefined;
  // One that said that it had finished and holds the connection open has ended all the same.
  if (reply.end.type === "late") return marked;
  return reply.end.type === "ended" && (marked || reply.kind === "json");
}

/** Tokens per second after the first; undefined where too few came to tell. */
export function pace(reply: Reply): number | undefined {
  const { firstMs, lastMs } = reply;
  if (firstMs === undefined || lastMs === undefined || lastMs - firstMs < 5 || reply.chunks < 3) return undefined;
  const tokens = reply.usage?.out ?? reply.chunks;
  return tokens < 2 ? undefined : ((tokens - 1) * 1000) / (lastMs - firstMs);
}

/** What became of a reply that is not whole, in words. */
export function outcomeOf(reply: Reply | undefined): string {
  if (reply === undefined) return "no words came";
  if (reply.refusal !== undefined) return `“${reply.refusal}”`;
  if (reply.status !== undefined && reply.status !== 200) return `status ${reply.status}`;
  if (reply.end.type === "late") return `nothing for ${spanText(reply.end.ms)}`;
  if (reply.end.type === "broken") return `the connection broke (${reply.end.code})`;
  return hasSubstance(reply) ? "it was cut" : "it ended without words";
}
