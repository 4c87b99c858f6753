import type { Replies } from "../../packages/server/src/replay/replies.ts";
import { behindSaid } from "../endpoint/reply.ts";
import type { Params } from "./params.ts";
import type { TurnScript } from "./script.ts";

/** One request to the model that stands in: what it says, and when. */
export interface ModelCall {
  readonly startedAt: number;
  /** When the first token comes, unless it is aborted before; each other one `tokenMs` later. */
  readonly firstTokenAt: number;
  readonly tokenMs: number;
  /** Words with the space behind them. */
  readonly tokens: readonly string[];
  /** Set where it was aborted before its end. */
  abortedAt: number | undefined;
}

export interface UpstreamRequest {
  readonly number: number;
  readonly at: number;
  readonly transcript: string;
  /** What was said of the answer already: it goes on behind these words. */
  readonly continueFrom?: string | undefined;
}

/** The emulated model. No prefix cache: every call of a turn pays its own time to the first token. */
export interface Upstream {
  /** `number`: the how-many-eth call of this turn, from 0. Every policy gets the same draw for the same one. */
  call(turn: TurnScript, request: UpstreamRequest): ModelCall;
}

export function createUpstream(params: Params, replies: Replies): Upstream {
  return {
    call(turn, { number, at, transcript, continueFrom = "" }) {
      const key = `${params.seed}|${turn.callId}|${turn.user}|${turn.index}|${number}`;
      const firstTokenAt = at + lognormalMs(key, params);
      const { tokenMs } = params;
      const tokens = behindSaid(replies.tokensFor(transcript), continueFrom);
      return { startedAt: at, firstTokenAt, tokenMs, tokens, abortedAt: undefined };
    },
  };
}

/** When the token of this index comes. */
export function tokenAt(call: ModelCall, index: number): number {
  return call.firstTokenAt + index * call.tokenMs;
}

/** When the last token comes, and with it the end. */
export function endOfCall(call: ModelCall): number {
  return tokenAt(call, Math.max(0, call.tokens.length - 1));
}

/** How many tokens the upstream produced until the abort. */
export function tokensOut(call: ModelCall): number {
  if (call.abortedAt === undefined) return call.tokens.length;
  const come = Math.floor((call.abortedAt - call.firstTokenAt) / call.tokenMs) + 1;
  return Math.min(call.tokens.length, Math.max(0, come));
}

/** Aborts a call, if it still runs. */
export function abortCall(call: ModelCall, at: number): void {
  if (call.abortedAt === undefined && at < endOfCall(call)) call.abortedAt = at;
}

/** A draw for a key, in whole milliseconds: the same for the same key, whoever asks and whenever. */
function lognormalMs(key: string, { ttftMs, ttftSigma }: Params): number {
  const bits = hash(key);
  // Box and Muller: two uniform numbers, the first never 0, make one that is normal.
  const one = (mix(bits) + 1) / 2 ** 32;
  const other = mix(bits ^ 0x9e3779b9) / 2 ** 32;
  const normal = Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * other);
  return Math.max(1, Math.round(ttftMs * Math.exp(ttftSigma * normal)));
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** The finaliser of MurmurHash3: keys that differ in one character get unrelated numbers. */
function mix(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
