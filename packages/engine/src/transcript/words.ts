/**
 * N1 to N3 The words of a text as they are compared: lower case, without punctuation, symbols and variants of white space.
 * Scripts that write no spaces (Han, Kana, Thai, Lao, Khmer, Myanmar) count one character as one word.
 */
export function toWords(text: string): readonly string[] {
  const spaced = text.normalize("NFKC").toLowerCase().replace(apostrophes, "").replace(separators, " ");
  return spaced.replace(spaceless, " $& ").split(/\s+/u).filter(isNotEmpty);
}

/** N4 Whether both hold the same words in the same order. */
export function isSameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && startsWithWords(one, other);
}

/** Whether `words` begins with all of `head`; every list begins with the empty one. */
export function startsWithWords(words: readonly string[], head: readonly string[]): boolean {
  return head.length <= words.length && head.every((word, index) => words[index] === word);
}

/** N5 The part of `text` behind its first `count` words, with its own case and punctuation. */
export function dropWords(text: string, count: number): string {
  let dropped = 0;
  let end = 0;
  for (const piece of text.matchAll(pieces)) {
    if (dropped >= count) break;
    dropped += toWords(piece[0]).length;
    end = piece.index + piece[0].length;
  }
  return dropped < count ? "" : text.slice(end).replace(/^\p{P}*\s*(?:[-–—]+\s+)?/u, "");
}

/** N6 Whether a text ends as a sentence does. */
export function endsSentence(text: string): boolean {
  return /[.!?。！？؟।][\s"'”’)\]]*$/u.test(text);
}

const spacelessScripts = [
  "\\p{Script=Han}",
  "\\p{Script=Hiragana}",
  "\\p{Script=Katakana}",
  "\\p{Script=Thai}",
  "\\p{Script=Lao}",
  "\\p{Script=Khmer}",
  "\\p{Script=Myanmar}",
].join("");
/** A word as it is written: one character of a script without spaces, or a run of others. */
const pieces = new RegExp(
  `[${spacelessScripts}]|(?:[^\\p{P}\\p{S}\\p{Z}\\p{C}${spacelessScripts}]|(?<=\\p{L})['’](?=\\p{L}))+`,
  "gu",
);
const apostrophes = /(?<=\p{L})['’](?=\p{L})/gu;
const separators = /[\p{P}\p{S}\p{Z}\p{C}]+/gu;
const spaceless = new RegExp(`[${spacelessScripts}]`, "gu");
const spacelessOne = new RegExp(`^[${spacelessScripts}]`, "u");

/** Whether a character belongs to a script that writes no spaces. */
export function isSpaceless(character: string): boolean {
  return spacelessOne.test(character);
}

function isNotEmpty(word: string): boolean {
  return word !== "";
}
