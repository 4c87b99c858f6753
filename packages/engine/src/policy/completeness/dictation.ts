import { isAddressOpen } from "./address.ts";
import { kindOf } from "./lexicon.ts";
import type { Tail } from "./tail.ts";

/** A number that is said digit by digit, at the end of what was said. */
export interface Dictation {
  /** Digits so far. */
  readonly digits: number;
  /** How many there will be, where it was said what number it is. */
  readonly expected?: number;
}

const zipDigits = 5;

/** How long numbers are (North America; where there are several lengths the usual one), by the words that announce them. */
const lengths: readonly (readonly [RegExp, number])[] = [
  [/\blast (?:four|4)\b/u, 4],
  [/\blast (?:five|5)\b/u, 5],
  [/\b(?:security code|c ?v ?[vc]2?|verification code on the back)\b/u, 3],
  [/\b(?:zip|zip code|zipcode|postal code)\b/u, zipDigits],
  [/\b(?:pin|pin number|pin code|p i n)\b/u, 4],
  [/\b(?:social|social security(?: number)?|s s n|ssn)\b/u, 9],
  [/\b(?:routing)\b/u, 9],
  [/\b(?:card number|(?:credit|debit) card number|number on (?:the|my|your) card)\b/u, 16],
  [/\b(?:phone|telephone|cell|mobile|callback|contact)(?: number)?\b/u, 10],
  [/\b(?:reach me at|call me (?:back )?(?:at|on)|area code)\b/u, 10],
];

const months = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/u;
const joints: ReadonlySet<string> = new Set("and then dash um uh er erm uhm umm uhh hmm space hyphen".split(" "));
const announcing: ReadonlySet<string> = new Set("is it's number code zip are digits card was".split(" "));

/**
 * TC8 The number that is being dictated, if one is: at least two single digits or three in figures at the end, or one
 * behind `it's`, `is`, `number`. Amounts (`one hundred`, `eighty dollars`), times (`four thirty p m`) and years are none.
 *
 * `asked`: what the speaker was asked before, which often tells the length.
 */
export function dictationOf(tail: Tail, asked = ""): Dictation | undefined {
  const run = runAtEnd(tail.words);
  if (run === undefined) return undefined;
  const before = tail.words.slice(0, run.start);
  const named =
    expectedIn(before.join(" ")) ??
    (isAddressOpen(before) ? zipDigits : undefined) ??
    (before.length <= 4 ? expectedIn(toWordsOf(asked)) : undefined);
  const announced = run.digits >= 1 && announcing.has(before.at(-1) ?? "");
  const isDictated = run.singles >= 2 || run.figures >= 3 || (run.singles === 1 && (announced || named !== undefined));
  if (months.test(before.at(-1) ?? "")) return undefined;
  if (!isDictated || (before.at(-1) === "at" && run.digits <= 4 && named === undefined)) return undefined;
  return named === undefined ? { digits: run.digits } : { digits: run.digits, expected: named };
}

interface Run {
  readonly start: number;
  readonly digits: number;
  readonly singles: number;
  readonly figures: number;
}

/** The words of digits at the end, with what may stand between them. */
function runAtEnd(words: readonly string[]): Run | undefined {
  let [start, digits, singles, figures, factor] = [words.length, 0, 0, 0, 1];
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const word = words[index] ?? "";
    const kind = kindOf(word);
    factor = repeats.get(words[index - 1] ?? "") ?? 1;
    if (kind === "digit") [start, digits, singles] = [index, digits + factor, singles + factor];
    else if (kind === "tens") [start, digits] = [index, digits + (isCarried(words, index) ? 1 : 2)];
    else if (isFigures(word)) {
      const count = word.replace(/\D/gu, "").length;
      [start, digits, figures] = [index, digits + count, figures + count];
    } else if (!joints.has(word) && !repeats.has(word)) break;
  }
  return digits === 0 ? undefined : { start, digits, singles, figures };
}

/** `twenty five` is 25: its second digit is counted with the five. */
function isCarried(words: readonly string[], index: number): boolean {
  const next = words[index + 1] ?? "";
  return next !== "zero" && next !== "oh" && kindOf(next) === "digit" && (words[index] ?? "").endsWith("ty");
}

function isFigures(word: string): boolean {
  return /^\d[\d-]*$/u.test(word);
}

const repeats: ReadonlyMap<string, number> = new Map([
  ["double", 2],
  ["triple", 3],
]);

/** By the last number that was announced. */
function expectedIn(text: string): number | undefined {
  let best: { readonly at: number; readonly digits: number } | undefined;
  for (const [pattern, digits] of lengths) {
    const at = text.search(pattern);
    if (at > (best?.at ?? -1)) best = { at, digits };
  }
  return best?.digits;
}

function toWordsOf(text: string): string {
  return text.slice(-200).toLowerCase();
}
