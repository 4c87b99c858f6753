import type { Clock } from "../ports/clock.ts";
import type { Upstream } from "../ports/model-client.ts";
import type { Abilities } from "./diagnose-abilities.ts";
import type { Reply } from "./reply.ts";
import type { Wire } from "./wire.ts";

/** One walk along one upstream: what it works with, and what it has learned so far. */
export interface Visit {
  readonly upstream: Upstream;
  readonly baseUrl: string;
  readonly long: boolean;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly limits: DoctorLimits;
  /** On the clock: when the walk is over, however far it has come. */
  readonly deadlineMs: number;
  /** The kind of an address that must not be called from here. */
  readonly refusalOf: (address: string) => string | undefined;
  /** Whether an address is of this machine or network. */
  readonly isNear: (address: string) => boolean;
  /** Takes secrets out of a text. */
  readonly clean: (text: string) => string;
  readonly learned: Learned;
}

export interface Learned {
  /** The one that was connected to. */
  address: string;
  /** Whether it is this machine or this network. */
  near: boolean;
  abilities: Abilities;
  /** Whether it takes messages of the system at all. */
  takesSystem: boolean;
  /** Replies to the short question, one after the other. */
  replies: readonly Reply[];
}

/** All in ms. */
export interface DoctorLimits {
  readonly lookUpMs: number;
  readonly connectMs: number;
  /** To the first word from somewhere else. */
  readonly firstMs: number;
  /** To the first word from this machine or network, where a model may have to be loaded. */
  readonly nearFirstMs: number;
  readonly betweenMs: number;
  readonly replyMs: number;
  readonly walkMs: number;
}

export const defaultLimits: DoctorLimits = {
  lookUpMs: 3000,
  connectMs: 5000,
  firstMs: 12_000,
  nearFirstMs: 30_000,
  betweenMs: 5000,
  replyMs: 30_000,
  walkMs: 60_000,
};
