import { detectLanguage, languages } from "./languages/detect-language.ts";
import type { Act, Language } from "./languages/language.ts";
import { contentTerms, plainText } from "./tokens.ts";

/** What someone meant by what they said, as far as patterns tell. */
export interface Utterance {
  readonly acts: ReadonlySet<Act>;
  /** What it is about, greetings and thanks aside. */
  readonly terms: readonly string[];
  readonly asks: boolean;
}

/** What someone says in one breath is shorter. */
const mostCharacters = 4000;
/** They are said beside the matter, and are no part of it. */
const courtesies: readonly Act[] = ["greeting", "thanks", "goodbye", "wellbeing"];
const others: readonly Act[] = ["model", "identity", "more"];

/** Reads what was said; its courtesies in any language, its matter in that of the persona's text. */
export function readUtterance(text: string, language: Language): Utterance {
  const acts = new Set<Act>();
  let matter = unspaced(plainText(text.slice(0, mostCharacters)), language);
  for (const act of courtesies) {
    for (const { acts: patterns } of languages) {
      const rest = matter.replace(patterns[act], " ").replaceAll(/\s+/g, " ").trim();
      if (rest !== matter) acts.add(act);
      matter = rest;
    }
  }
  for (const act of others) if (languages.some(({ acts: patterns }) => patterns[act].test(matter))) acts.add(act);
  return {
    acts,
    terms: contentTerms(matter, language, detectLanguage(matter).stopWords),
    asks: matter !== "" && (/[?？]/.test(text) || languages.some(({ question }) => question.test(matter))),
  };
}

/** A recogniser may put blanks between Japanese characters. */
function unspaced(plain: string, { code }: Language): string {
  return code === "ja" ? plain.replaceAll(/(?<=[\u3040-\u9fff]) (?=[\u3040-\u9fff])/g, "") : plain;
}
