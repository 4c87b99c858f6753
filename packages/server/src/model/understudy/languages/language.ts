/** What the understudy knows of one language. Patterns on plain text see it in lower case and without accents. */
export interface Language {
  readonly code: LanguageCode;
  /** Words that tell nothing about what is meant; the language is known by them too. Plain. */
  readonly stopWords: ReadonlySet<string>;
  /** By what the forms of one word differ, at its end. Plain. */
  readonly endings: RegExp;
  /** What stands before a point that ends no sentence. Plain. */
  readonly abbreviations: ReadonlySet<string>;
  /** `3. Mai`: a point behind a number does not end a sentence. */
  readonly ordinalPoint: boolean;
  readonly acts: Readonly<Record<Act, RegExp>>;
  /** Plain text that asks, where nobody writes a question mark. */
  readonly question: RegExp;
  /** Sentences about how to behave that no rewriting may touch. */
  readonly silent: RegExp;
  /** `You are Mara` becomes `I am Mara`: who the persona is. */
  readonly self: readonly Rewrite[];
  /** What else is addressed to the agent, and can be said. */
  readonly turned: readonly Rewrite[];
  /** Instructions: they are followed by a model, and said by nobody. */
  readonly imperative: RegExp;
  /** A sentence that says `it` of what the one before it was about. */
  readonly leaning: RegExp;
  readonly phrases: Phrases;
}

export type LanguageCode = "en" | "de" | "es" | "fr" | "it" | "pt" | "nl" | "ja";

/** What someone does by saying something, beside asking. */
export type Act = "greeting" | "thanks" | "goodbye" | "wellbeing" | "model" | "identity" | "more";

/** A pattern, and what its match becomes; `within` are changes to the whole sentence where it matched. */
export interface Rewrite {
  readonly from: RegExp;
  readonly to: string;
  readonly within?: readonly (readonly [RegExp, string])[];
}

/** Ways to say each; the second is for when the first was said just before. */
export interface Phrases {
  readonly hello: readonly string[];
  readonly fine: readonly string[];
  readonly welcome: readonly string[];
  readonly goodbye: readonly string[];
  readonly unknown: readonly string[];
  readonly nothingMore: readonly string[];
  readonly askBack: readonly string[];
  readonly whatNow: readonly string[];
  /** Precedes the first answer of a conversation. */
  readonly notice: string;
  /** What it is, and what to configure for the hosted name `{name}`. */
  readonly standIn: string;
}

/** A list of words in one string, as a set. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
