import { turnSigns, type TurnSigns } from "./completeness/signs.ts";
import type { Completeness } from "./completeness/completeness.ts";
import { patienceShift } from "./modes.ts";
import { surpriseOf } from "./pauses.ts";
import type { TurnView } from "./policies.ts";

/** What the words and the ears say about the end of a turn, at any silence. */
export interface Judgement {
  /** By the words alone. */
  readonly completeness: number;
  /** When the silence began that is heard now, or would begin now. */
  readonly silentSince: number;
  /** P12 The probability that the turn is over, had it been silent for so long. Rises with the silence. */
  readonly overAfter: (silenceMs: number) => number;
  /** P10 The share of pauses inside turns, of those that have lasted so long, that last at least until then. */
  readonly lasts: (silenceMs: number, untilMs: number) => number;
}

/**
 * P14 What each sign shifts the log-odds by. Small: completeness knows of most of them already. A number that is being said
 * holds more than it knows.
 */
const signShifts = {
  hesitation: -0.2,
  openClause: -0.2,
  dictating: -0.5,
  addressOpen: -0.5,
  greetingOnly: -0.2,
  closing: 0.5,
} as const;

/** A pause is likelier where a sentence could end: silence says less than its share. */
const pausesAtEnds = 0.33;
/** What the words said fades with the silence: so much of it a millisecond, down to half. */
const fadingPerMs = 0.00022;
const leastSlope = 0.5;
/** No caller is surer than this, in log-odds. */
const mostSure = 4;
/** A voice that stopped so long before the newest word was not that word's. */
const staleVoiceMs = 1500;
const certain = 1e-4;

/** P11 to P14 Judges the whole turn so far, never the recogniser's last segment. */
export function judge(view: TurnView, completeness: Completeness): Judgement {
  const { text, endOfTurnProbability } = view.user;
  const words = completeness(text, view.language);
  const signs = turnSigns(text, view.asked);
  const told = endOfTurnProbability === undefined ? 0 : clamp(logOdds(endOfTurnProbability), mostSure);
  const shift = shiftOf(signs) + told + patienceShift[view.patience] + view.habit - pausesAtEnds;
  const own = logOdds(words);
  return {
    completeness: words,
    silentSince: silentSinceOf(view),
    overAfter: (silenceMs) => {
      const paced = silenceMs / view.rhythm;
      const slope = Math.max(leastSlope, 1 - fadingPerMs * paced);
      return toProbability(slope * own + surpriseOf(paced) + shift);
    },
    lasts: (silenceMs, untilMs) =>
      Math.min(1, Math.exp(surpriseOf(silenceMs / view.rhythm) - surpriseOf(untilMs / view.rhythm))),
  };
}

/** P13 Voice activity is exact, where it is there; else the newest word is the last sound. */
function silentSinceOf({ user, quietSince, voice, at }: TurnView): number {
  if (voice) return at;
  const heard = quietSince > 0 && user.lastWordAt - quietSince < staleVoiceMs;
  return heard ? quietSince : user.lastWordAt;
}

function shiftOf(signs: TurnSigns): number {
  const { dictating } = signs;
  const counting = dictating !== undefined && dictating.digits < (dictating.expected ?? Number.POSITIVE_INFINITY);
  return (
    (signs.hesitation ? signShifts.hesitation : 0) +
    (signs.openClause ? signShifts.openClause : 0) +
    (counting ? signShifts.dictating : 0) +
    (signs.addressOpen ? signShifts.addressOpen : 0) +
    (signs.greetingOnly ? signShifts.greetingOnly : 0) +
    (signs.closing ? signShifts.closing : 0)
  );
}

function logOdds(probability: number): number {
  const held = Math.min(1 - certain, Math.max(certain, probability));
  return Math.log(held / (1 - held));
}

function toProbability(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}
