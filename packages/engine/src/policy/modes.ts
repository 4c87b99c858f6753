import type { Level, SpeculationMode } from "../session/session.ts";
import { equalOnly, everyRung, type Rungs } from "./ladder/ladder.ts";

/** Everything that a mode of speculation decides by. Times in milliseconds, probabilities from 0 to 1. */
export interface ModeValues {
  /** Drafts that one turn may start, hedges included. */
  readonly drafts: number;
  /** How many of them are kept for a pause that looks like the end of the turn. */
  readonly reserved: number;
  /** From this probability on a pause looks like the end. */
  readonly looksOver: number;
  /** Tokens that a turn's drafts may put out before only the reserved ones are left. */
  readonly tokens: number;
  /** What a draft has to save, in expected milliseconds of the user's waiting, to be worth its call. */
  readonly callMs: number;
  /** With every draft of the turn the next one costs so many times as much. */
  readonly growth: number;
  /** What a token already put out by this turn's drafts adds to the next one's cost, in the same milliseconds. */
  readonly tokenMs: number;
  /** From this probability on a draft may start while a voice is still heard; undefined: never. */
  readonly whileVoice: number | undefined;
  /** A second draft on the same words; undefined: none. */
  readonly hedge: Hedge | undefined;
  /** The turn ends at this probability where its reply can begin at once. */
  readonly endReady: number;
  /** The turn ends at this probability where nothing of a reply is there. */
  readonly endIdle: number;
  /** By which rungs a draft may answer other words than its own. */
  readonly rungs: Rungs;
  /** Whether a draft that came to nothing may give its opener to the next; undefined: no. */
  readonly salvage: Salvage | undefined;
}

export interface Salvage {
  /** Shorter ones are not kept: a word alone is soon spoken, and a hole follows. */
  readonly leastWords: number;
  /** What follows is expected when this share of first tokens has usually come. */
  readonly share: number;
}

export interface Hedge {
  /** It starts when this share of first tokens has usually come and this one has not; 0: at once. */
  readonly afterShare: number;
  /** Only where the turn is over with this probability. */
  readonly probability: number;
}

/** P17 Every threshold of speculation. `off` starts no draft and ends turns as `balanced` does. */
export const speculationModes: { readonly [M in SpeculationMode]: ModeValues } = {
  off: {
    drafts: 0,
    reserved: 0,
    looksOver: 1,
    tokens: 0,
    callMs: 0,
    growth: 1,
    tokenMs: 0,
    whileVoice: undefined,
    hedge: undefined,
    endReady: 0.8,
    endIdle: 0.8,
    rungs: equalOnly,
    salvage: undefined,
  },
  conservative: {
    drafts: 4,
    reserved: 1,
    looksOver: 0.6,
    tokens: 200,
    callMs: 80,
    growth: 1.5,
    tokenMs: 0.5,
    whileVoice: undefined,
    hedge: undefined,
    endReady: 0.7,
    endIdle: 0.85,
    rungs: { equal: true, formats: true, tail: false },
    salvage: undefined,
  },
  balanced: {
    drafts: 6,
    reserved: 2,
    looksOver: 0.6,
    tokens: 400,
    callMs: 40,
    growth: 1.2,
    tokenMs: 0.5,
    whileVoice: undefined,
    hedge: { afterShare: 0.9, probability: 0.6 },
    endReady: 0.45,
    endIdle: 0.8,
    rungs: everyRung,
    salvage: { leastWords: 3, share: 0.8 },
  },
  eager: {
    drafts: 12,
    reserved: 4,
    looksOver: 0.5,
    tokens: 1000,
    callMs: 10,
    growth: 1.1,
    tokenMs: 0.1,
    whileVoice: 0.6,
    hedge: { afterShare: 0, probability: 0.3 },
    endReady: 0.35,
    endIdle: 0.75,
    rungs: everyRung,
    salvage: { leastWords: 1, share: 0.8 },
  },
};

/** P18 How long silence lasts, at the least and at the most, before it ends a turn. */
export const patienceMs: { readonly [L in Level]: { readonly shortest: number; readonly longest: number } } = {
  low: { shortest: 200, longest: 700 },
  medium: { shortest: 300, longest: 1000 },
  high: { shortest: 600, longest: 2000 },
};

/** P18 What patience makes of the log-odds that a turn is over. */
export const patienceShift: { readonly [L in Level]: number } = { low: 0.7, medium: 0, high: -1 };
