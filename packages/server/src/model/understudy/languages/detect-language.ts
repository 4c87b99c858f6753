import { plainText } from "../tokens.ts";
import { dutch } from "./dutch.ts";
import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { italian } from "./italian.ts";
import { japanese } from "./japanese.ts";
import type { Language } from "./language.ts";
import { portuguese } from "./portuguese.ts";
import { spanish } from "./spanish.ts";

export const languages: readonly Language[] = [english, german, spanish, french, italian, portuguese, dutch, japanese];

const spaced = languages.filter((language) => language !== japanese);
/** More tells nothing new about the language. */
const mostWords = 2000;

/** The language that a text is written in, by its most common words; English where it cannot be told. */
export function detectLanguage(text: string): Language {
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (kana > 0 && kana * 5 > letters) return japanese;
  const words = plainText(text).split(" ", mostWords);
  let best = { language: languages[0] ?? english, score: 0 };
  for (const language of spaced) {
    const score = words.reduce((sum, word) => sum + weightOf(word, language), 0);
    if (score > best.score) best = { language, score };
  }
  return best.language;
}

/** A word that several languages have tells less about each. */
function weightOf(word: string, language: Language): number {
  if (!language.stopWords.has(word)) return 0;
  return 1 / spaced.filter((other) => other.stopWords.has(word)).length;
}
