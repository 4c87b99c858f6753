import type { Language } from "./languages/language.ts";
import { plainText } from "./tokens.ts";

/** One sentence of a text, and the heading that it stands under. */
export interface Sentence {
  readonly text: string;
  readonly heading: string;
}

/** Closed by what may stand behind it: a quote, a bracket. Bounded, so that no row of points costs more than its length. */
const end = /(?:[.!?…]{1,8}["”’»)\]]{0,4}(?=\s|$))|(?:[。！？]{1,8}[」』）]{0,4})/gu;

/** The sentences of a text, in order: lines end them, marks of lists and of emphasis are gone. */
export function splitSentences(text: string, language: Language): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let heading = "";
  for (const paragraph of withoutMarkup(text).split(/\n\s*\n/)) {
    // What introduces a list does so until the list ends.
    let lead = "";
    for (const line of paragraph.split("\n")) {
      const title = /^\s*#{1,6}\s+(.*)$/.exec(line)?.[1];
      const bare = line.replace(/^\s*(?:[-*•–]|\d{1,2}[.)])\s+/, "").trim();
      if (title !== undefined) heading = title.trim();
      else if (bare.endsWith(":") || bare.endsWith("：")) lead = bare;
      else
        for (const one of splitLine(bare, language))
          sentences.push({ text: one, heading: `${heading} ${lead}`.trim() });
    }
  }
  return sentences;
}

function splitLine(line: string, language: Language): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of line.matchAll(end)) {
    const stop = match.index + match[0].length;
    if (endsNothing(line.slice(start, match.index), match[0], language)) continue;
    sentences.push(line.slice(start, stop).trim());
    start = stop;
  }
  sentences.push(line.slice(start).trim());
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

const longestWord = 40;

/** A point behind an abbreviation, an initial or (in some languages) a number. */
function endsNothing(before: string, mark: string, { abbreviations, ordinalPoint }: Language): boolean {
  if (!mark.startsWith(".") || mark.length > 1) return false;
  const word = /[^\s(]*$/u.exec(before.slice(-longestWord))?.[0] ?? "";
  if (/^\p{Lu}$/u.test(word)) return true;
  if (ordinalPoint && /^\d{1,2}$/.test(word)) return true;
  return abbreviations.has(word.toLowerCase()) || abbreviations.has(plainText(word));
}

/** Prompts are often wrapped: a line goes on in the next where that begins in lower case, or where it was full. */
const wrap = /(?<![.!?:。：！？\n])\n(?=\p{Ll})|(?<=[^\n]{60}[^.!?:。：！？\n])\n(?![\s#*•–-]|\d{1,2}[.)])/gu;

/** Text from a camera or a document comes in tags; prompts come in Markdown. Neither is said. */
function withoutMarkup(text: string): string {
  return text
    .replaceAll(/<\/?[a-z][^<>\n]{0,100}>/gi, " ")
    .replaceAll(/!?\[([^\][\n]{0,200})\]\([^()\s]{0,500}\)/g, "$1")
    .replaceAll(/(?<![\p{L}\p{N}])[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?![\p{L}\p{N}])/gu, "")
    .replaceAll("\r\n", "\n")
    .replaceAll(wrap, " ");
}
