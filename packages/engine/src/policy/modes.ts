import type { Level, SpeculationMode } from "../session/session.ts";
import { equalOnly, everyRung, type Rungs } from "./ladder/ladder.ts";

/** Everything that a mode of speculation decides by. Times in milliseconds, probabilities from 0 to 1. */
export interface ModeValues {
  /** Drafts that one turn may start, hedges included; a long turn earns more. */
  readonly drafts: number;
  /** How many of them are kept for a pause that looks like the end of the turn. */
  readonly reserved: number;
  /** From this probability on a pause looks like the end. */
  readonly looksOver: number;
  /** Tokens that a turn's drafts may put out before only the reserved ones are left. */
  readonly tokens: number;
  /** What a call that comes to nothing is worth, in milliseconds of the user's waiting. */
  readonly callMs: number;
  /** With every call that the conversation has made beyond its allowance the next one costs so many times as much. */
  readonly growth: number;
  /** Calls that a turn may cost beyond those that a wait of 500 ms would make. */
  readonly allowance: number;
  /** What a token already put out by this turn's drafts adds to the next one's cost, in the same milliseconds. */
  readonly tokenMs: number;
  /** In a silence of this length a draft starts whatever the words say: who waits a fixed time asks then, too. */
  readonly latestMs: number;
  /** From this probability on a draft may start while a voice is still heard; undefined: never. */
  readonly whileVoice: number | undefined;
  /** From this probability on a draft starts with a word, where nobody reports a voice: else the next word is waited for. */
  readonly unheard: number;
  /** Further requests on the same words, while the first token is waited for. */
  readonly hedges: number;
  /** They start when this share of first tokens has usually come and this one has not; 0: at once. */
  readonly hedgeShare: number;
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

/** P17 Every threshold of speculation. `off` starts no draft and ends turns as `balanced` does. */
export const speculationModes: { readonly [M in SpeculationMode]: ModeValues } = {
  off: {
    drafts: 0,
    reserved: 0,
    looksOver: 1,
    tokens: 0,
    callMs: 0,
    growth: 1,
    allowance: 0,
    tokenMs: 0,
    latestMs: 500,
    whileVoice: undefined,
    unheard: 1,
    hedges: 0,
    hedgeShare: 0,
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
    allowance: 0.3,
    tokenMs: 0.5,
    latestMs: 500,
    whileVoice: undefined,
    unheard: 0.6,
    hedges: 0,
    hedgeShare: 0,
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
    callMs: 60,
    growth: 1.4,
    allowance: 0.5,
    tokenMs: 0.5,
    latestMs: 400,
    whileVoice: undefined,
    unheard: 0.5,
    hedges: 1,
    hedgeShare: 0.98,
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
    callMs: 8,
    growth: 1.3,
    allowance: 3,
    tokenMs: 0.1,
    latestMs: 300,
    whileVoice: 0.4,
    unheard: 0.2,
    hedges: 2,
    hedgeShare: 0,
    endReady: 0.35,
    endIdle: 0.75,
    rungs: everyRung,
    salvage: { leastWords: 1, share: 0.8 },
  },
};

/** P23 A long turn may start so many times the drafts of a short one, and no more. */
const longTurnTimes = 3;

/** P23 So many words, about five seconds of speech, earn a turn one draft more. */
const wordsPerDraft = 12;

/** P23 How many drafts a turn of so many words may start. */
export function draftsFor({ drafts }: ModeValues, words: number): number {
  return Math.min(longTurnTimes * drafts, drafts + Math.floor(words / wordsPerDraft));
}

/** P18 How long silence lasts, at the least and at the most, before it ends a turn. */
export const patienceMs: { readonly [L in Level]: { readonly shortest: number; readonly longest: number } } = {
  low: { shortest: 200, longest: 700 },
  medium: { shortest: 300, longest: 1000 },
  high: { shortest: 600, longest: 2000 },
};

/** P18 What patience makes of the log-odds that a turn is over. */
export const patienceShift: { readonly [L in Level]: number } = { low: 0.7, medium: 0, high: -1 };
