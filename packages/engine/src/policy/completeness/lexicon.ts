import { openWords } from "./open-words.ts";

/**
 * The small words of English by what they leave open. A word of several kinds has the one that it most often has where
 * somebody stops: `that` asks for more, `it` does not.
 */
export type Kind =
  | "digit"
  | "tens"
  | "magnitude"
  | "filler"
  | "answer"
  | "greeting"
  | "goodbye"
  | "coordinator"
  | "subordinator"
  | "preposition"
  | "particle"
  | "determiner"
  | "possessive"
  | "quantity"
  | "subject"
  | "subject-auxiliary"
  | "object"
  | "pronoun"
  | "auxiliary"
  | "negated"
  | "not"
  | "question-word"
  | "intensifier"
  | "discourse"
  | "wanting"
  | "transitive"
  | "thinking"
  | "clause-end"
  | "time"
  | "unit"
  | "please"
  | "let"
  | "ing"
  | "ed"
  | "ly"
  | "plural"
  | "number"
  | "adjective"
  | "noun"
  | "verb"
  | "intransitive"
  | "word";

const lists: readonly (readonly [Kind, string])[] = [
  ["digit", "zero one two three four five six seven eight nine oh"],
  ["tens", "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"],
  ["tens", "twenty thirty forty fifty sixty seventy eighty ninety"],
  ["magnitude", "hundred thousand million billion double triple point"],
  ["filler", "um uh er erm uhm umm uhh hmm hm mm mmm ah eh"],
  ["answer", "yes yeah yep yup no nope nah sure okay ok right alright absolutely exactly correct certainly definitely"],
  ["answer", "fine great perfect wow true wonderful awesome cool gotcha mhm uhhuh huh indeed agreed none nothing"],
  ["greeting", "hi hello hey greetings howdy"],
  ["goodbye", "bye goodbye thanks thank cheers"],
  ["coordinator", "and but or nor plus"],
  [
    "subordinator",
    "because cause 'cause if when while although unless until till whether since as than that whereas once",
  ],
  ["subordinator", "so except especially including like"],
  [
    "preposition",
    "of to in on at for from with by about into between without within during against toward towards onto",
  ],
  ["preposition", "upon per via under near behind beside among regarding across after before beyond"],
  ["particle", "up out off down back away around over through along inside outside together"],
  ["determiner", "a an the every each another whose"],
  ["possessive", "my your his our their its"],
  ["quantity", "this these those some any more most many much several few other last next first second both half"],
  ["subject", "i he she we they"],
  [
    "subject-auxiliary",
    "i'm i'll i've i'd you're you'll you've you'd he's he'll he'd she's she'll she'd it's it'll it'd",
  ],
  [
    "subject-auxiliary",
    "we're we'll we've we'd they're they'll they've they'd that's that'll that'd there's there're there'll",
  ],
  ["subject-auxiliary", "what's where's who's how's when's why's here's what're who'll"],
  [
    "object",
    "me him us them myself yourself himself herself itself ourselves themselves everything something anything",
  ],
  ["object", "everybody everyone someone somebody anyone anybody nobody mine yours ours theirs hers"],
  ["pronoun", "you it her"],
  [
    "auxiliary",
    "am is are was were be been being do does did have has had will would can could shall should may might",
  ],
  ["auxiliary", "must gonna wanna gotta"],
  ["negated", "don't doesn't didn't haven't hasn't hadn't won't wouldn't can't couldn't shouldn't isn't aren't wasn't"],
  ["negated", "weren't ain't mustn't cannot needn't"],
  ["not", "not never"],
  ["question-word", "what where who why how which whom whatever whichever wherever"],
  ["intensifier", "very really quite pretty just rather extremely almost nearly only even also still always usually"],
  ["intensifier", "basically actually probably maybe perhaps mostly literally either neither"],
  ["discourse", "well anyway oh listen look say hold"],
  [
    "wanting",
    "need want wanted needed trying try going able supposed have used hoping wondering planning hope wish plan",
  ],
  ["wanting", "decided wants needs tried calling"],
  [
    "transitive",
    "get got take took give gave make made put send sent find found buy bought bring brought use let keep",
  ],
  ["transitive", "lost lose tell told show had check change cancel book schedule order pay reset replace transfer add"],
  ["transitive", "remove set see saw seen hear heard ask asked call called meet met pick picked leave left mean means"],
  ["transitive", "having getting taking making looking giving putting telling using finding saying spend love"],
  [
    "transitive",
    "loved hate prefer include includes said says became become seems seem feel feels felt gets takes makes",
  ],
  ["thinking", "think know guess believe suppose thought knew remember understand see wonder imagine"],
  [
    "clause-end",
    "here there again anymore ago either though already yet instead else too anyways enough back home soon later",
  ],
  ["clause-end", "good bad better done ready fun interesting lot"],
  [
    "time",
    "today tomorrow yesterday tonight now morning afternoon evening monday tuesday wednesday thursday friday saturday sunday",
  ],
  [
    "time",
    "weekend week month year january february march april june july august september october november december noon midnight",
  ],
  ["time", "days weeks months years hours minutes am pm o'clock time day"],
  ["unit", "dollars dollar cents bucks percent euros pounds miles feet inches degrees"],
  ["please", "please"],
  ["let", "let's lemme"],
];

const allLists: readonly (readonly [Kind, string])[] = [
  ...lists,
  ["noun", openWords.noun],
  ["adjective", openWords.adjective],
  ["intransitive", openWords.intransitive],
  ["verb", openWords.verb],
];

const kinds: ReadonlyMap<string, Kind> = new Map(
  // The first list that has a word wins.
  allLists.toReversed().flatMap(([kind, words]) => words.split(/\s+/u).map((word) => [word, kind] as const)),
);

/** TC4 The kind of a word: from the lists, else from its ending. */
export function kindOf(word: string): Kind {
  return kinds.get(word) ?? kindOfOpenWord(word);
}

function kindOfOpenWord(word: string): Kind {
  const first = word.charCodeAt(0);
  if ((first >= 48 && first <= 57) || first === 36) return "number";
  if (word.length < 4) return "word";
  if (word.endsWith("ing")) return "ing";
  if (word.endsWith("ed")) return "ed";
  if (word.endsWith("ly")) return "ly";
  return word.endsWith("s") && !word.endsWith("ss") ? "plural" : "word";
}

/** Kinds behind which a speaker goes on, unless the whole clause says otherwise (`yes i do`, `who is it for`). */
export const openKinds: ReadonlySet<Kind> = new Set<Kind>([
  "coordinator",
  "subordinator",
  "preposition",
  "determiner",
  "possessive",
  "subject",
  "subject-auxiliary",
  "auxiliary",
  "intensifier",
  "wanting",
  "let",
]);
