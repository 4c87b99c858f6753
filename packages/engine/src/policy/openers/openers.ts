import { toWords } from "../../transcript/words.ts";
import { turnSigns } from "../completeness/signs.ts";
import { beginnings, openerPhrases, turningRound, type OpenerPhrase } from "./phrases.ts";

/** Longer is no opener any more. */
const mostPhrases = 3;
const longestPhrase = 12;

/** A word of a text, with what stands between it and the next one. */
interface SpokenWord {
  readonly word: string;
  /** Where it ends in the text. */
  readonly end: number;
  readonly behind: string;
}

/**
 * SV1 The beginning of an answer that commits to nothing ("Sure, let me check that for you."), with its mark; undefined
 * where it has none.
 */
export function openerOf(text: string): string | undefined {
  const words = wordsOf(text);
  let until = 0;
  let end: number | undefined;
  for (let count = 0; count < mostPhrases; count += 1) {
    const next = phraseAt(words, until);
    if (next === undefined) break;
    until += next.words;
    const last = words[until - 1];
    if (last === undefined || !mayGoOn(last.behind)) break;
    if (endsHere(words, until, next)) end = last.end + last.behind.trimEnd().length;
  }
  return end === undefined ? undefined : text.slice(0, end).trim();
}

/**
 * SV2 Whether an opener fits in front of whatever answers these normalised words of the user. Where they turn round what
 * was asked for, or say goodbye, only "I have heard you" does.
 */
export function opens(opener: string, heard: readonly string[]): boolean {
  if (!isTurnedRound(heard)) return true;
  const words = wordsOf(opener);
  for (let from = 0; from < words.length;) {
    const next = phraseAt(words, from);
    if (next?.phrase.holds !== "always") return false;
    from += next.words;
  }
  return true;
}

interface Found {
  readonly phrase: OpenerPhrase;
  readonly words: number;
  readonly text: string;
}

/** The longest phrase that begins with this word and has no mark in it. */
function phraseAt(words: readonly SpokenWord[], from: number): Found | undefined {
  const text = unmarked(words.slice(from, from + longestPhrase)).join(" ");
  let found: Found | undefined;
  for (const phrase of openerPhrases) {
    const match = phrase.pattern.exec(text)?.[0];
    if (match === undefined || match.length <= (found?.text.length ?? 0)) continue;
    found = { phrase, words: match.split(" ").length, text: match };
  }
  return found;
}

/** The words up to the first mark; "one moment, please" is said in one. */
function unmarked(words: readonly SpokenWord[]): readonly string[] {
  const isPolite = (index: number): boolean =>
    words[index]?.behind.trim() === "," && words[index + 1]?.word === "please";
  const last = words.findIndex(({ behind }, index) => behind.trim() !== "" && !isPolite(index));
  return words.slice(0, last === -1 ? words.length : last + 1).map(({ word }) => word);
}

/** A mark ends it; without one, something new has to begin behind it. */
function endsHere(words: readonly SpokenWord[], until: number, { phrase, text }: Found): boolean {
  const [last, next] = [words[until - 1], words[until]];
  if (last === undefined) return false;
  if (last.behind.trim() !== "") return true;
  // The next word has to be whole.
  return next !== undefined && next.behind !== "" && beginnings.has(next.word) && phrase.bare.test(text);
}

/** Commas, full stops and dashes; behind a question, a quotation or a bracket nothing is sure. */
function mayGoOn(behind: string): boolean {
  return /^\s*(?:[.,!;:…]+|[–—-])?\s*$/u.test(behind);
}

function wordsOf(text: string): readonly SpokenWord[] {
  const beginning = text.slice(0, 300);
  const found = [...beginning.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu)];
  // What stands before the first word is no part of a plain beginning.
  if (found[0] === undefined || beginning.slice(0, found[0].index).trim() !== "") return [];
  return found.map(({ 0: written, index }, place) => {
    const end = index + written.length;
    return { word: toWords(written).join(""), end, behind: beginning.slice(end, found[place + 1]?.index) };
  });
}

function isTurnedRound(heard: readonly string[]): boolean {
  return heard.some((word) => turningRound.has(word)) || turnSigns(heard.join(" ")).closing;
}
