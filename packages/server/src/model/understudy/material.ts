import type { ChatMessage } from "@repartee/engine";
import { createBm25 } from "./bm25.ts";
import { detectLanguage } from "./languages/detect-language.ts";
import type { Language } from "./languages/language.ts";
import { toSayable } from "./sayable.ts";
import { splitSentences } from "./sentences.ts";
import { contentTerms } from "./tokens.ts";

/** All that the understudy knows: what the system messages of a request say, made sayable. */
export interface Material {
  readonly language: Language;
  readonly passages: readonly Passage[];
  /** Passages about the terms, best first. */
  find(terms: readonly string[]): readonly Found[];
}

export interface Found {
  readonly passage: Passage;
  readonly score: number;
}

export interface Passage {
  /** Its place in the text. */
  readonly at: number;
  readonly text: string;
  readonly heading: string;
  /** It says who the agent is. */
  readonly self: boolean;
  /** It goes on about what the passage before it is about. */
  readonly leans: boolean;
}

/** More than a context window holds. What is beyond is not known. */
const mostCharacters = 200_000;
const mostPassages = 3000;
/** Longer ones are cut: nobody listens to more at a time. */
const longestPassage = 320;

export function readMaterial(messages: readonly ChatMessage[]): Material {
  const texts = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  return readText(texts.join("\n\n").slice(0, mostCharacters));
}

/** Drafts of one turn, and turns of one conversation, ask again and again about the same text. */
function remember(most: number, read: (text: string) => Material): (text: string) => Material {
  const known = new Map<string, Material>();
  return (text) => {
    const found = known.get(text) ?? read(text);
    known.delete(text);
    known.set(text, found);
    for (const oldest of known.keys()) if (known.size > most) known.delete(oldest);
    return found;
  };
}

const readText = remember(8, (text) => {
  const language = detectLanguage(text);
  const passages: Passage[] = [];
  const documents: (readonly string[])[] = [];
  for (const sentence of splitSentences(text, language)) {
    const said = toSayable(sentence.text, language);
    if (said === undefined || passages.length === mostPassages) continue;
    const leans = language.leaning.test(sentence.text);
    passages.push({ at: passages.length, text: cut(said.text), heading: sentence.heading, self: said.self, leans });
    documents.push(contentTerms(`${sentence.heading} ${sentence.text}`, language));
  }
  const index = createBm25(documents);
  const find: Material["find"] = (terms) =>
    index
      .search(terms)
      .flatMap(({ index: at, score }) => {
        const passage = passages[at];
        if (passage === undefined) return [];
        const subject = terms.includes(contentTerms(passage.text, language)[0] ?? "");
        return [{ passage, score: score * (subject ? subjectBonus : 1) * (passage.self ? selfPenalty : 1) }];
      })
      .toSorted((one, other) => other.score - one.score);
  return { language, passages, find };
});

/** `Repartee is …` tells more about Repartee than a sentence that mentions it. */
const subjectBonus = 1.3;
/** Who the agent is, it says when it is asked who it is. */
const selfPenalty = 0.7;

function cut(text: string): string {
  if (text.length <= longestPassage) return text;
  return `${text.slice(0, longestPassage).replace(/[\s\p{P}]+\S*$/u, "")}…`;
}
