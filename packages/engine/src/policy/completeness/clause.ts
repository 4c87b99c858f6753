import { kindOf, openKinds, type Kind } from "./lexicon.ts";
import type { Tail } from "./tail.ts";

/** The last clause of what was said, as far as small words tell. */
export interface Clause {
  /** Kinds of all words of the tail. */
  readonly kinds: readonly Kind[];
  /** Where it starts in the words of the tail. */
  readonly start: number;
  readonly subject: boolean;
  readonly verb: boolean;
  /** Words behind its verb that can complete it. */
  readonly complements: number;
  readonly question: boolean;
  /** The last word asks for another one, and nothing in the clause excuses it. */
  readonly open: boolean;
}

const beforeClause: ReadonlySet<Kind> = new Set<Kind>([
  "filler",
  "answer",
  "greeting",
  "goodbye",
  "discourse",
  "please",
]);
const subjects: ReadonlySet<Kind> = new Set<Kind>(["subject", "pronoun", "subject-auxiliary"]);
const verbs: ReadonlySet<Kind> = new Set<Kind>([
  "auxiliary",
  "negated",
  "wanting",
  "transitive",
  "thinking",
  "ed",
  "verb",
  "intransitive",
]);
const askable: ReadonlySet<Kind> = new Set<Kind>([...subjects, "determiner", "possessive", "quantity", "object"]);

/** TC5 Reads the last clause: from the last joint (`and`, `because`, a full stop) behind which something new begins. */
export function clauseOf(tail: Tail): Clause {
  const kinds = tail.words.map(kindOf);
  const start = startOf(tail, kinds);
  let [subject, verb, complements] = [false, false, 0];
  for (let index = start; index < kinds.length; index += 1) {
    const kind = kinds[index] ?? "word";
    if (kind === "subject-auxiliary") [subject, verb] = [true, true];
    else if (verbs.has(kind)) [verb, complements] = [true, 0];
    else if (verb && completes(kind)) complements += 1;
    else if (subjects.has(kind) || askable.has(kind)) subject = true;
    // An unknown word behind a subject is a verb: `i live`, `he works`.
    else if (subject && index > start && kinds[index - 1] === "subject") verb = true;
    else if (kind === "word" || kind === "plural" || kind === "noun") subject = true;
  }
  const question = tail.mark === "question" || isQuestion(kinds, start);
  return { kinds, start, subject, verb, complements, question, open: isOpen({ tail, kinds, start, question }) };
}

function startOf(tail: Tail, kinds: readonly Kind[]): number {
  let start = tail.sentence;
  for (let index = tail.sentence; index < kinds.length - 1; index += 1) {
    const kind = kinds[index];
    const next = kinds[index + 1] ?? "word";
    if ((kind === "coordinator" || kind === "subordinator") && (subjects.has(next) || next === "question-word")) {
      start = index + 1;
    }
  }
  while (start < kinds.length - 1 && beforeClause.has(kinds[start] ?? "word")) start += 1;
  return start;
}

function completes(kind: Kind): boolean {
  return !openKinds.has(kind) && kind !== "filler" && kind !== "quantity" && kind !== "question-word";
}

/** Question words and turned verbs: `what is`, `can you`, `is there`. */
function isQuestion(kinds: readonly Kind[], start: number): boolean {
  const first = kinds[start];
  const second = kinds[start + 1];
  if (first === "question-word") return true;
  if (first === "auxiliary" || first === "negated") {
    return second !== undefined && (askable.has(second) || second === "clause-end" || second === "word");
  }
  return false;
}

interface Reading {
  readonly tail: Tail;
  readonly kinds: readonly Kind[];
  readonly start: number;
  readonly question: boolean;
}

function isOpen({ tail, kinds, start, question }: Reading): boolean {
  const last = kinds.at(-1);
  if (tail.mark === "stop" || tail.mark === "question") return false;
  if (last === undefined || tail.mark === "comma" || last === "filler" || last === "not") return last !== undefined;
  const [word, before] = [tail.words.at(-1), kinds.at(-2)];
  // `that's too` wants an adjective, `me too` does not.
  if (word === "too") return before === "auxiliary" || before === "subject-auxiliary";
  if (!openKinds.has(last)) return false;
  // `i think so`, and `what was that`, `about that`, `do that`.
  if (word === "so") return !/^(?:think|hope|guess|believe|say|said|suppose)$/u.test(tail.words.at(-2) ?? "");
  if (word === "that") return before === undefined || !beforeThat.has(before);
  // `who is it for`: a question leaves its preposition at the end.
  if (last === "preposition") return !question || kinds.length - start < 4;
  return last !== "auxiliary" || !isAnsweredBy(kinds, start);
}

const beforeThat: ReadonlySet<Kind> = new Set<Kind>(["auxiliary", "preposition", "transitive", "verb", "ing"]);

/** Where a verb alone is enough: `yes i do`, `it is`; and behind an indirect question, `what the hours are`. */
function isAnsweredBy(kinds: readonly Kind[], start: number): boolean {
  const isShort = kinds.length - start === 2 && subjects.has(kinds[start] ?? "word");
  return isShort || kinds.slice(-6, -2).includes("question-word");
}
