/** What punctuation says at the end of a text. A recogniser that writes none says nothing. */
export type Mark = "stop" | "question" | "comma" | "trailing" | "none";

/** The end of a turn as the model looks at it: enough words for a card number, however long the turn is. */
export interface Tail {
  /** Lower case, apostrophes kept, no other punctuation; at most 40. */
  readonly words: readonly string[];
  /** Where the last sentence starts in `words`: behind the last `.`, `?` or `!` that is not at the very end. */
  readonly sentence: number;
  /** How many words the turn has; of a very long one about the last hundred. */
  readonly total: number;
  readonly mark: Mark;
  /** The last word was cut off: `wou~`, `wou-`. */
  readonly broken: boolean;
  /** The recogniser writes punctuation or capitals: then a missing full stop says something, too. */
  readonly written: boolean;
}

const longestTail = 240;
const mostWords = 40;

/** TC3 The words and the marks at the end of a turn. Noise tags (`[noise]`, `<unk>`) are no words. */
export function toTail(text: string): Tail {
  const trimmed = text.trimEnd();
  const start = startOfTail(trimmed);
  const end = trimmed.slice(start).replace(tags, " ").replaceAll("’", "'").trimEnd();
  const pieces = end.toLowerCase().split(/[\s–—]+|-(?=\p{L})/u);
  const words: string[] = [];
  let sentence = 0;
  for (const [index, piece] of pieces.entries()) {
    const word = piece.replace(edges, "");
    if (isHummed(words.at(-1), word)) words[words.length - 1] = "mhm";
    else if (word !== "") words.push(unspelled(word));
    if (index < pieces.length - 1 && sentenceEnd.test(piece) && !abbreviation.test(piece)) sentence = words.length;
  }
  const dropped = Math.max(0, words.length - mostWords);
  return {
    words: words.slice(dropped),
    sentence: Math.max(0, sentence - dropped),
    total: words.length + wordsBefore(trimmed, start),
    mark: markOf(end),
    broken: /[\p{L}\p{N}'](?:~|-)$/u.test(end),
    written: /[.,?!;]|\p{Lu}\p{Ll}/u.test(end),
  };
}

/** `mm hmm`, `um hum` and `uh huh` are one word, and an answer; `mm` and `uh` alone are neither. */
function isHummed(before: string | undefined, word: string): boolean {
  return before !== undefined && /^(?:m+ h+m+|u[hm]+ hu[hm]+)$/u.test(`${before} ${word}`);
}

/** At a word, where there is one. */
function startOfTail(text: string): number {
  const first = text.length - longestTail;
  if (first <= 0) return 0;
  const space = text.indexOf(" ", first);
  return space < 0 ? first : space + 1;
}

function wordsBefore(text: string, start: number): number {
  return start === 0
    ? 0
    : text
        .slice(Math.max(0, start - longestTail), start)
        .trim()
        .split(/\s+/u).length;
}

/** `a.m.` and `p.m.` are one word however they are written. */
function unspelled(word: string): string {
  return abbreviation.test(word) ? word.replaceAll(".", "") : word;
}

function markOf(text: string): Mark {
  const end = text.replace(/[\s"'”’)\]」』]+$/u, "");
  if (/(?:…|\.\.\.?)$/u.test(end)) return "trailing";
  if (/[?？؟;]$/u.test(end) && !end.endsWith(";")) return "question";
  if (/[.!。！।।]$/u.test(end)) return "stop";
  return /[,;:，、؛،–—]$/u.test(end) ? "comma" : "none";
}

const tags = /\[[a-z_ -]+\]|<[^>]*>/gu;
const edges = /^[^\p{L}\p{N}\p{M}$€£]+|[^\p{L}\p{N}\p{M}%]+$/gu;
const sentenceEnd = /[.?!。！？؟।]["'”’)\]]*$/u;
const abbreviation = /^(?:\p{L}\.){1,4}\p{L}?\.?$|^(?:mr|mrs|ms|dr|st|no|vs)\.$/u;
