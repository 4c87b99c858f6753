import type { Rung } from "../../effect.ts";
import { isSameWords, startsWithWords } from "../../transcript/words.ts";
import { isFigure, isOh, toFigures } from "./figures.ts";
import { isGuardedAlike } from "./guard.ts";
import { arePhrases, begunPhrases, courtesies, fillers, tails, withoutPhrases } from "./phrases.ts";
import { begunRepeats, withoutRepeats } from "./repeats.ts";
import { spellOut } from "./spellings.ts";

/** Which rungs count; each by itself. */
export type Rungs = { readonly [R in Rung]: boolean };

export const everyRung: Rungs = { equal: true, formats: true, tail: true };
export const equalOnly: Rungs = { equal: true, formats: false, tail: false };

type Words = readonly string[];

/**
 * ML1 to ML6 The first rung by which a draft that answers `grounded` answers `said` too; undefined where none does. Both are
 * words as `toWords` makes them. English; words of other languages are compared as they are.
 */
export function matchLadder(grounded: Words, said: Words, rungs: Rungs): Rung | undefined {
  if (isSameWords(grounded, said)) return rungs.equal ? "equal" : rungs.formats ? "formats" : undefined;
  const [one, other] = [written(grounded), written(said)];
  if (!isGuardedAlike(one, other)) return undefined;
  if (rungs.formats && isSameWords(essence(one), essence(other))) return "formats";
  return rungs.tail && hasNeutralTail({ grounded: one, said: other, rungs, more: false }) ? "tail" : undefined;
}

/**
 * ML7 Whether what is heard now rules a draft out: it can become no match any more, whatever is said next. Less than what
 * the draft answers does not.
 */
export function contradictsLadder(grounded: Words, heard: Words, rungs: Rungs): boolean {
  if (startsWithWords(grounded, heard)) return false;
  if (!rungs.formats && !rungs.tail) return true;
  const [one, other] = [written(grounded), written(heard)];
  if (rungs.formats && endings(other).some((words) => mayBecome(one, words))) return false;
  return !(rungs.tail && hasNeutralTail({ grounded: one, said: other, rungs, more: true }));
}

/** One way to write it: long forms, figures. */
function written(words: Words): Words {
  return toFigures(withoutPhrases(spellOut(words), voiced));
}

/** What only fills time while somebody dictates; an "oh" may be a zero and waits. */
const voiced = fillers.filter(({ words: [first = ""] }) =>
  ["um", "umm", "uhm", "uh", "uhh", "er", "erm"].includes(first),
);

/** What is left without fillers, courtesies and repetitions; all of it, where nothing would be. */
function essence(words: Words): Words {
  const left = gist(words);
  return left.length === 0 ? words : left;
}

function gist(words: Words): Words {
  return withoutRepeats(withoutPhrases(withoutPhrases(words, fillers), courtesies));
}

/** In words. */
const longestTail = 12;

interface Tailed {
  readonly grounded: Words;
  readonly said: Words;
  readonly rungs: Rungs;
  /** Whether more may be said. */
  readonly more: boolean;
}

/** ML6 Whether `said` is `grounded` and a neutral tail, by the words or, where formats count, by what they come to. */
function hasNeutralTail({ grounded, said, rungs, more }: Tailed): boolean {
  const target = essence(grounded);
  for (let end = said.length; end > Math.max(0, said.length - longestTail); end -= 1) {
    if (!arePhrases(said, end, { phrases: tails, more })) continue;
    const head = said.slice(0, end);
    if (isSameWords(head, grounded) || (rungs.formats && isSameWords(essence(head), target))) return true;
  }
  return false;
}

/** What was heard, and what it may turn out to be: without last words that come to nothing, with an "oh" that is a zero. */
function endings(heard: Words): readonly Words[] {
  const [before, last] = [heard.at(-2) ?? "", heard.at(-1) ?? ""];
  // "One hundred and" goes on with the number, "five p" with the half of the day.
  const number = (last === "and" || last === "p") && isFigure(before) ? [1] : [];
  const counts = [
    ...begunPhrases(heard, fillers),
    ...begunPhrases(heard, courtesies),
    ...begunRepeats(heard),
    ...number,
  ];
  const shorter = counts.map((count) => heard.slice(0, heard.length - count));
  const zero = isOh(before) && isFigure(last) ? [[...heard.slice(0, -2), `#0${last.slice(1)}`]] : [];
  return [heard, ...shorter, ...zero];
}

/** Whether words may still become the grounded ones: their beginning, but for a number that is still being said. */
function mayBecome(grounded: Words, heard: Words): boolean {
  const target = gist(grounded);
  const words = gist(heard);
  if (startsWithWords(target, words)) return true;
  // "A" may begin "a hundred".
  const article = words.at(-1) === "a";
  const from = article ? words.length - 1 : words.findLastIndex((word) => !isFigure(word)) + 1;
  if (from === words.length || !startsWithWords(target, words.slice(0, from))) return false;
  const next = target[from] ?? "";
  if (article) return isFigure(next) || next === "am";
  const said = digitsOf(words, from).replace(/0+$/u, "");
  return isFigure(next) && digitsOf(target, from).startsWith(said);
}

/** The digits of the numbers that follow each other from here on: "twenty" may become 23, "two four" 245. */
function digitsOf(words: Words, from: number): string {
  const end = words.findIndex((word, index) => index >= from && !isFigure(word));
  return words
    .slice(from, end === -1 ? words.length : end)
    .join("")
    .replaceAll(/\D/gu, "");
}
