import type { CountTokens } from "./count.ts";

/** C12 Texts as they are or, where they have more than `room` tokens together, with the longest of them cut. */
export function shortenTexts(texts: readonly string[], room: number, countTokens: CountTokens): readonly string[] {
  const tokens = texts.map((text) => countTokens(text));
  const most = levelOf(tokens, room);
  return texts.map((text, index) => ((tokens[index] ?? 0) <= most ? text : shorten(text, most, countTokens)));
}

/** The height at which the longest are cut off, so that what is left fits. */
function levelOf(tokens: readonly number[], room: number): number {
  let left = Math.max(0, room);
  let waiting = tokens.length;
  for (const each of tokens.toSorted((one, other) => one - other)) {
    const share = Math.floor(left / waiting);
    if (each > share) return share;
    left -= each;
    waiting -= 1;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * C12 A text of at most so many tokens: its beginning and its end, and between them a mark that says how much is
 * missing. Where not even the mark fits, nothing.
 */
export function shorten(text: string, most: number, countTokens: CountTokens): string {
  const tokens = countTokens(text);
  if (tokens <= most) return text;
  // As if all of it were as dense as the whole; where the ends are denser, less is kept.
  for (let keep = Math.floor((text.length * most) / tokens); keep > 0; keep = Math.floor(keep * 0.9)) {
    const cut = cutMiddle(text, keep);
    if (countTokens(cut) <= most) return cut;
  }
  const mark = markOf(text.length);
  return countTokens(mark) <= most ? mark : "";
}

/** The first two thirds and the last third of what is kept, never with half a surrogate pair. */
function cutMiddle(text: string, keep: number): string {
  const head = text.slice(0, Math.ceil((keep * 2) / 3)).replace(/[\uD800-\uDBFF]$/u, "");
  const tail = text.slice(text.length - Math.floor(keep / 3)).replace(/^[\uDC00-\uDFFF]/u, "");
  return `${head}\n${markOf(text.length - head.length - tail.length)}\n${tail}`;
}

function markOf(characters: number): string {
  return `[... ${withThousands(characters)} characters left out]`;
}

/** 83,112, whatever the locale. */
export function withThousands(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ",");
}
