/**
 * The words of a text as they are compared: lower case, without punctuation, symbols and variants of white space.
 * Scripts that write no spaces (Han, Kana, Thai, Lao, Khmer, Myanmar) count one character as one word.
 */
export function toWords(text: string): readonly string[] {
  const spaced = text.normalize("NFKC").toLowerCase().replace(apostrophes, "").replace(separators, " ");
  return spaced.replace(spaceless, " $& ").split(/\s+/u).filter(isNotEmpty);
}

/** Whether both hold the same words in the same order. */
export function isSameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && startsWithWords(one, other);
}

/** Whether `words` begins with all of `head`; every list begins with the empty one. */
export function startsWithWords(words: readonly string[], head: readonly string[]): boolean {
  return head.length <= words.length && head.every((word, index) => words[index] === word);
}

/** The part of `text` behind its first `count` words, with its own case and punctuation. */
export function dropWords(text: string, count: number): string {
  let rest = text;
  for (let dropped = 0; dropped < count;) {
    const token = /^\s*\S+/u.exec(rest)?.[0];
    if (token === undefined) return "";
    const inside = toWords(token).length;
    if (dropped + inside > count) return dropCharacters(rest, count - dropped);
    dropped += inside;
    rest = rest.slice(token.length);
  }
  return rest.replace(/^[\s,;:.!?-]+/u, "");
}

/** Inside a token that holds several words (a script without spaces) words are single characters. */
function dropCharacters(text: string, count: number): string {
  let dropped = 0;
  let length = 0;
  for (const character of text) {
    if (dropped >= count && toWords(character).length > 0) break;
    dropped += toWords(character).length;
    length += character.length;
  }
  return text.slice(length);
}

/** Whether a text ends as a sentence does. */
export function endsSentence(text: string): boolean {
  return /[.!?。！？؟।][\s"'”’)\]]*$/u.test(text);
}

const apostrophes = /(?<=\p{L})['’](?=\p{L})/gu;
const separators = /[\p{P}\p{S}\p{Z}\p{C}]+/gu;
const spaceless =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/gu;

function isNotEmpty(word: string): boolean {
  return word !== "";
}
