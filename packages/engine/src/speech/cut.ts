import { isSpaceless } from "../transcript/words.ts";

/**
 * H1 to H4 The longest beginning of `text` with at most `chars` UTF-16 units that does not end inside a word. What stands
 * together without white space is one word, unless only punctuation is missing; in scripts without spaces every
 * character is one.
 */
export function cutAtWord(text: string, chars: number): string {
  if (chars >= text.length) return text;
  let end = Math.max(0, Math.floor(chars));
  if (isInsidePair(text, end)) end -= 1;
  if (!isWordAhead(text, end)) return text.slice(0, end).trimEnd();
  while (end > 0 && !isBoundary(text, end)) end -= isInsidePair(text, end - 1) ? 2 : 1;
  return text.slice(0, end).trimEnd();
}

/** Whether more of the word is to come: a letter or digit before the next white space. */
function isWordAhead(text: string, end: number): boolean {
  for (const character of text.slice(end)) {
    if (/\s/u.test(character)) return false;
    if (/[\p{L}\p{N}\p{M}]/u.test(character)) return true;
  }
  return false;
}

function isBoundary(text: string, end: number): boolean {
  const before = String.fromCodePoint(text.codePointAt(isInsidePair(text, end - 1) ? end - 2 : end - 1) ?? 0);
  const after = String.fromCodePoint(text.codePointAt(end) ?? 0);
  if (/\p{M}/u.test(after)) return false;
  return /\s/u.test(before) || /\s/u.test(after) || isSpaceless(before) || isSpaceless(after);
}

function isInsidePair(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
