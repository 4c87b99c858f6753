import type { TimedWord } from "./word-track.ts";
import { fitText, measureText } from "./text-width.ts";
import type { TimeScale } from "./time-scale.ts";

/** Words that are written together, from where the first of them came. */
export interface Phrase {
  readonly text: string;
  readonly x: number;
}

const gapPx = 8;
/** A phrase that is longer than its time gets at least so much room before it is cut. */
const leastPhrasePx = 110;

/**
 * LN13 Every word stands where it came; words that would run into each other become a phrase, and a phrase that is
 * longer than the time it took is cut. The last one may begin before its time rather than leave the picture.
 */
export function toPhrases(words: readonly TimedWord[], scale: TimeScale): readonly Phrase[] {
  const phrases: Phrase[] = [];
  let first = 0;
  let free = scale.left;
  while (first < words.length) {
    const x = scale.toX(words[first]?.atMs ?? 0);
    const next = findNext(words, first, scale);
    const text = textOf(words, first, next);
    const roomTo = next < words.length ? scale.toX(words[next]?.atMs ?? 0) - gapPx : scale.right;
    const start = next < words.length ? x : Math.max(free, Math.min(x, roomTo - measureText(text)));
    const fitted = fitText(text, roomTo - start);
    if (fitted !== "") phrases.push({ text: fitted, x: start });
    free = roomTo + gapPx;
    first = next;
  }
  return phrases;
}

/** The first word that stands clear of the phrase that begins with `first`. */
function findNext(words: readonly TimedWord[], first: number, scale: TimeScale): number {
  const x = scale.toX(words[first]?.atMs ?? 0);
  let width = 0;
  for (let next = first + 1; next < words.length; next += 1) {
    width += measureText(next - 1 === first ? textOf(words, first, next) : ` ${words[next - 1]?.text ?? ""}`);
    const room = scale.toX(words[next]?.atMs ?? 0) - x - gapPx;
    if (room >= Math.min(width, leastPhrasePx)) return next;
  }
  return words.length;
}

function textOf(words: readonly TimedWord[], from: number, to: number): string {
  return words
    .slice(from, to)
    .map((word) => word.text)
    .join(" ");
}
