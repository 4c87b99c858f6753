/** A phrase that says nothing, unless it stands behind or before words that make it mean something. */
interface Phrase {
  readonly words: readonly string[];
  readonly notAfter: ReadonlySet<string>;
  readonly notBefore: ReadonlySet<string>;
  readonly only: "anywhere" | "first" | "tail";
}

interface Context {
  readonly notAfter?: string;
  readonly notBefore?: string;
  readonly only?: Phrase["only"];
}

function phrase(text: string, { notAfter = "", notBefore = "", only = "anywhere" }: Context = {}): Phrase {
  const toSet = (words: string): ReadonlySet<string> => new Set(words.split(" ").filter((word) => word !== ""));
  return { words: text.split(" "), notAfter: toSet(notAfter), notBefore: toSet(notBefore), only };
}

/** Behind these "thank you" has a subject: "I want to thank you". */
const thankers = "to i we you will would can could must should do just and let";
/** Behind these it asks or tells something: "do you know", "tell me if you can". */
const askers =
  "do did does if would will can could should may might that let as what how know tell ask see check wonder wondering me";
const asked = "what how where when who why which if that whether the a an my your his her its this about it not";
/** Behind these it says what something is like: "is that okay". */
const copulas =
  "is are am was were be been being not quite very really so sounds look looks seems feel feels doing all an the a that it this everything he she they we i you right";
/** Behind these "like" is a verb or compares: "I would like", "it looks like". */
const likers =
  "i you we they he she it would do does did to not really what which look looks feel feels sound sounds seem seems something anything nothing things just also people who might may will should could dont any some no";

/** ML5 Fillers. The longest of those that fit is taken. */
export const fillers: readonly Phrase[] = [
  // "Uh huh" says yes.
  phrase("um"),
  phrase("umm"),
  phrase("uhm"),
  phrase("uh", { notAfter: "uh", notBefore: "huh uh" }),
  phrase("uhh"),
  phrase("er"),
  phrase("erm"),
  phrase("ah"),
  phrase("hm"),
  phrase("hmm", { notAfter: "mm" }),
  phrase("oh"),
  phrase("well", { only: "first" }),
  phrase("so", { only: "first" }),
  phrase("like", { notAfter: likers }),
  phrase("you know", { notAfter: askers, notBefore: asked }),
  phrase("i mean", { notAfter: "what do did if like that", notBefore: "it that this" }),
];

/** ML5 Politeness; `spellOut` has made "thank you" of "thanks". */
export const courtesies: readonly Phrase[] = [
  phrase("please", { notAfter: "to" }),
  phrase("thank you", { notAfter: thankers, notBefore: "for note card letter" }),
  phrase("thank you a lot", { notAfter: thankers, notBefore: "for" }),
  phrase("thank you so much", { notAfter: thankers, notBefore: "for" }),
  phrase("thank you very much", { notAfter: thankers, notBefore: "for" }),
];

/** ML6 What may be added behind the words that were answered without changing what is asked. */
export const tails: readonly Phrase[] = [
  ...courtesies,
  ...fillers.filter(({ words }) => words.length === 1 && !["like", "well", "so"].includes(words[0] ?? "")),
  phrase("you know", { notAfter: `${askers} i you we they` }),
  phrase("okay", { notAfter: copulas }),
  phrase("all right", { notAfter: copulas }),
  phrase("sir", { notAfter: "a the dear" }),
  phrase("maam", { notAfter: "a the dear" }),
  phrase("if you can", { notAfter: askers }),
  phrase("if you could", { notAfter: askers }),
  phrase("if you would", { notAfter: askers }),
  phrase("if possible"),
];

/** The words without every phrase of these. */
export function withoutPhrases(words: readonly string[], phrases: readonly Phrase[]): readonly string[] {
  const kept: string[] = [];
  for (let index = 0; index < words.length;) {
    const length = longestAt(words, index, phrases);
    if (length === 0) kept.push(words[index] ?? "");
    index += Math.max(1, length);
  }
  return kept;
}

/** Whether `words` from `start` on are phrases of these one after the other; or may become so when more is said. */
export function arePhrases(
  words: readonly string[],
  start: number,
  options: { phrases: readonly Phrase[]; more: boolean },
): boolean {
  const { phrases, more } = options;
  if (start >= words.length) return true;
  return phrases.some((one) => {
    if (more && begins(words, start, one)) return true;
    return fits(words, start, one) && arePhrases(words, start + one.words.length, options);
  });
}

/** How many of the last words may be the beginning of one of these. */
export function begunPhrases(words: readonly string[], phrases: readonly Phrase[]): readonly number[] {
  const counts = [1, 2, 3].filter((count) => count <= words.length);
  return counts.filter((count) => phrases.some((one) => begins(words, words.length - count, one)));
}

function longestAt(words: readonly string[], index: number, phrases: readonly Phrase[]): number {
  return phrases.reduce((most, one) => (fits(words, index, one) ? Math.max(most, one.words.length) : most), 0);
}

function fits(words: readonly string[], index: number, one: Phrase): boolean {
  const end = index + one.words.length;
  if (one.only === "first" && index > 0) return false;
  if (!one.words.every((word, offset) => words[index + offset] === word)) return false;
  return !one.notAfter.has(words[index - 1] ?? "") && !one.notBefore.has(words[end] ?? "");
}

/** Whether the words end inside the phrase. */
function begins(words: readonly string[], start: number, one: Phrase): boolean {
  const said = words.slice(start);
  if (said.length >= one.words.length || one.notAfter.has(words[start - 1] ?? "")) return false;
  return said.every((word, offset) => one.words[offset] === word);
}
