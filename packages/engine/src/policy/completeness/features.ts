import { isAddressOpen } from "./address.ts";
import { beliefs, lastWordBeliefs } from "./beliefs.ts";
import { clauseOf, type Clause } from "./clause.ts";
import { dictationOf, type Dictation } from "./dictation.ts";
import { bucketOf, buckets } from "./hash.ts";
import type { Kind } from "./lexicon.ts";
import { isClosing, isGreetingOnly, isHesitating } from "./signs.ts";
import { toTail, type Tail } from "./tail.ts";

type Belief = keyof typeof beliefs;

/** The named features in the order of their weights, each with what is believed of it. */
export const namedFeatures: readonly (readonly [name: string, belief: number])[] = [
  ...Object.entries(beliefs),
  ...Object.entries(lastWordBeliefs).map(([kind, belief]) => [`last: ${kind}`, belief] as const),
];

const indexOf: ReadonlyMap<string, number> = new Map(namedFeatures.map(([name], index) => [name, index]));

/** How many weights a model has: the named features, then the buckets of the hashed ones. */
export const weightCount: number = namedFeatures.length + buckets;

/**
 * TC5, TC6 The features that a text has, as indexes of their weights; the same one may come twice. Without a word there
 * are none.
 */
export function featuresOf(text: string): readonly number[] {
  const tail = toTail(text);
  if (tail.words.length === 0) return [];
  const clause = clauseOf(tail);
  const names = [
    "always" as const,
    ...lengthFeatures(tail.total),
    ...markFeatures(tail),
    ...clauseFeatures(tail, clause),
    ...wholeFeatures(tail, clause),
    ...digitFeatures(dictationOf(tail)),
  ];
  if (isHesitating(tail, clause)) names.push("hesitation");
  if (isAddressOpen(tail.words)) names.push("address without its code");
  const found = [...names, `last: ${clause.kinds.at(-1) ?? "word"}`].map((name) => indexOf.get(name) ?? 0);
  for (const gram of gramsOf(tail, clause)) found.push(namedFeatures.length + bucketOf(gram));
  return found;
}

function lengthFeatures(total: number): readonly Belief[] {
  if (total === 1) return ["one word"];
  if (total === 2) return ["two words"];
  if (total <= 5) return ["three to five words"];
  if (total <= 12) return ["six to twelve words"];
  return [total <= 30 ? "up to thirty words" : "more than thirty words"];
}

function markFeatures(tail: Tail): readonly Belief[] {
  const found: Belief[] = tail.broken ? ["broken"] : [];
  if (tail.words.length > 1 && tail.words.at(-1) === tail.words.at(-2)) found.push("repeated word");
  if (tail.mark === "none") return tail.written ? [...found, "no mark, yet others"] : found;
  const marks = { stop: "full stop", question: "question mark", comma: "comma", trailing: "trailing dots" } as const;
  return [...found, marks[tail.mark]];
}

function clauseFeatures(tail: Tail, clause: Clause): readonly Belief[] {
  const found: Belief[] = [];
  const length = tail.words.length - clause.start;
  if (clause.open) found.push("open clause");
  else if (clause.question)
    found.push(length >= 3 || tail.mark === "question" ? "question with its verb" : "question just begun");
  else if (!clause.verb)
    found.push(clause.subject && isPersonal(clause.kinds[clause.start]) ? "subject alone" : "no verb yet");
  else if (isElliptic(tail, clause)) found.push("elliptic answer");
  else if (clause.complements === 0) found.push("verb without complement");
  else found.push("verb and complement");
  if (!clause.open && clause.kinds.at(-1) === "preposition") found.push("preposition left at the end");
  if (clause.complements >= 4) found.push("long complement");
  if (clause.start > 0 && clause.kinds[clause.start - 1] === "coordinator") found.push("clause after a joint");
  if (clause.question && clause.kinds[clause.start] === "auxiliary") found.push("turned auxiliary question");
  return found;
}

function isPersonal(kind: Kind | undefined): boolean {
  return kind === "subject" || kind === "pronoun";
}

/** `i do`, `we can't`, `it is`, `i think so`. */
function isElliptic(tail: Tail, { kinds, start }: Clause): boolean {
  const length = tail.words.length - start;
  const last = kinds.at(-1);
  return length === 2 && isPersonal(kinds[start]) && (last === "auxiliary" || last === "negated");
}

const tags =
  /(?: (?:you know|i think|i guess|or something|or anything|and stuff|and everything|or whatever|and all that|too|as well|isn't it|right|don't you think|so far|at all|of course|for sure|that's for sure|or so|for me|in the world))$/u;
const stories =
  /(?:^| )(?:(?:i was|i'm|i am) (?:just )?(?:wondering|calling|curious)|the (?:thing|problem|issue|question|reason) is|here's the thing|i have a question|i've got a question|can i ask you something|there's something|guess what|you know what)$/u;

function wholeFeatures(tail: Tail, clause: Clause): readonly Belief[] {
  const found: Belief[] = [];
  const said = tail.words.slice(-8).join(" ");
  const kinds = clause.kinds;
  if (kinds.every((kind) => kind === "filler")) return ["fillers only"];
  if (kinds.every(isAnswering)) found.push(tail.total === 1 ? "one answer" : "answers only");
  else if (kinds[0] === "answer") found.push("answer first");
  if (isClosing(tail)) found.push("closing");
  if (isGreetingOnly(tail)) found.push(tail.total <= 3 ? "greeting only" : "greeting with a name");
  if (/(?:my name is|my name's|name is)(?: also)?(?: [a-z']+)?$/u.test(said)) found.push("half a name");
  if (isNounPhrase(clause)) found.push("noun phrase only");
  found.push(...phraseFeatures(kinds));
  if (fixedAnswers.test(said) && tail.total <= 7) found.push("fixed answer");
  if (kinds.at(-1) === "please" && tail.total > 2) found.push("please at the end");
  if (tags.test(said)) found.push("tag at the end");
  if (stories.test(said)) found.push("opening of a story");
  if (kinds.every((kind) => kind === "discourse" || kind === "filler" || kind === "coordinator"))
    found.push("marker only");
  if (kinds.at(-1) === "magnitude" || kinds.at(-1) === "tens") found.push("amount without a unit");
  return found;
}

/** Whether an adjective waits for its noun, or a noun has come. */
function phraseFeatures(kinds: readonly Kind[]): readonly Belief[] {
  const last = kinds.at(-1);
  const before = kinds.at(-2) ?? "word";
  const isInside = nominal.has(before) || (before === "adjective" && nominal.has(kinds.at(-3) ?? "word"));
  if (last === "adjective") return [isInside ? "adjective before its noun" : "adjective as predicate"];
  if ((last === "noun" || last === "plural") && (isInside || before === "adjective"))
    return ["noun behind its determiner"];
  return [];
}

const nominal: ReadonlySet<Kind> = new Set<Kind>(["determiner", "possessive", "quantity"]);

const fixedAnswers =
  /^(?:(?:yes|yeah|no|okay|oh|well|nope|sure|right|uh|um) )*(?:i (?:don't )?(?:think|guess|hope|suppose|believe) (?:so|not)|i (?:know|see|agree|understand|doubt it)|i don't know|i have no idea|not (?:yet|really|at all|too bad|bad|necessarily|exactly|that i know of)|of course(?: (?:you can|not|it is))?|why not|me (?:too|neither)|same here|no (?:problem|worries|way|kidding|thanks)(?: at all)?|(?:both|none|all|either|neither|one) of (?:them|those|these|the above|us)|(?:that|it)(?:'s| is| was)(?: (?:right|fine|true|correct|okay|great|good|it|nice|perfect|interesting|wonderful|too bad|all right|for sure))?|(?:sounds|looks) (?:good|great|fine)|that (?:sounds|would be|works)(?: (?:good|great|fine|nice|for me))?|you're welcome|i(?:'d| would) love to|you bet|go ahead|never mind|excuse me|i'm (?:sorry|fine|good|okay|ready))$/u;

function isAnswering(kind: Kind): boolean {
  return kind === "answer" || kind === "filler" || kind === "please" || kind === "goodbye";
}

/** The whole turn names a thing: `my savings account`, `the red one`, `tomorrow morning`. */
function isNounPhrase({ kinds, verb, open }: Clause): boolean {
  return !verb && !open && kinds.length <= 6 && !kinds.includes("subject") && !kinds.includes("greeting");
}

function digitFeatures(dictation: Dictation | undefined): readonly Belief[] {
  if (dictation === undefined) return [];
  const { digits, expected } = dictation;
  const [, count] = counts.find(([most]) => digits <= most) ?? lastCount;
  if (expected === undefined) return [count];
  return [digits < expected ? "digits short of what is expected" : "digits as expected"];
}

const lastCount = [Infinity, "eleven digits or more"] as const satisfies readonly [number, Belief];
const counts: readonly (readonly [most: number, name: Belief])[] = [
  [2, "one or two digits"],
  [3, "three digits"],
  [4, "four digits"],
  [5, "five digits"],
  [6, "six digits"],
  [7, "seven digits"],
  [9, "eight or nine digits"],
  [10, "ten digits"],
];

/** What is hashed: the last one to three words, their kinds, the ending of the last one, and a short turn as a whole. */
function gramsOf({ words, total }: Tail, { kinds, start, question }: Clause): readonly string[] {
  const [one, two, three] = [words.at(-1) ?? "", words.at(-2) ?? "^", words.at(-3) ?? "^"];
  const [first, second, third] = [kinds.at(-1) ?? "", kinds.at(-2) ?? "^", kinds.at(-3) ?? "^"];
  const found = [
    `1 ${one}`,
    `2 ${two} ${one}`,
    `3 ${three} ${two} ${one}`,
    `k2 ${second} ${first}`,
    `k3 ${third} ${second} ${first}`,
    `k4 ${kinds.at(-4) ?? "^"} ${third} ${second} ${first}`,
    `w2 ${two} ${first}`,
    `e3 ${one.slice(-3)}`,
    `e2 ${one.slice(-2)}`,
    `c ${question ? "?" : (words[start] ?? "")} ${first}`,
  ];
  if (total <= 4) found.push(`t ${words.join(" ")}`, `tk ${kinds.join(" ")}`);
  return found;
}
