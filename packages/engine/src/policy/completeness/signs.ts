import { isAddressOpen } from "./address.ts";
import { clauseOf, type Clause } from "./clause.ts";
import { dictationOf, type Dictation } from "./dictation.ts";
import { toTail, type Tail } from "./tail.ts";

/** What the words of a turn so far say about its end, for whoever decides when to answer (English). */
export interface TurnSigns {
  /** Filler, cut-off or repeated word, `let me see`: the speaker is looking for words. */
  readonly hesitation: boolean;
  /** The last clause wants another word: `and the`, `i would like to`. */
  readonly openClause: boolean;
  readonly dictating: Dictation | undefined;
  /** A postal address has begun, and its postal code is to come. */
  readonly addressOpen: boolean;
  /** A greeting, with a name or without, and nothing that can be answered yet. */
  readonly greetingOnly: boolean;
  /** Thanks, goodbye, `that's all`: nothing more will come. */
  readonly closing: boolean;
  readonly question: boolean;
}

/** TC9 Reads the signs of a turn: all that was said of it so far. `asked` is what the agent had said before, if known. */
export function turnSigns(text: string, asked?: string): TurnSigns {
  const tail = toTail(text);
  const clause = clauseOf(tail);
  return {
    hesitation: isHesitating(tail, clause),
    openClause: clause.open,
    dictating: dictationOf(tail, asked),
    addressOpen: isAddressOpen(tail.words),
    greetingOnly: isGreetingOnly(tail),
    closing: isClosing(tail),
    question: clause.question,
  };
}

const searching =
  /(?:^| )(?:let me (?:see|think|check|look)|let's see|hold on|hang on|one (?:second|sec|moment)|just a (?:second|sec|moment|minute)|give me a (?:second|sec|moment|minute)|i mean|what's it called|how do i say|wait)$/u;

export function isHesitating(tail: Tail, clause: Clause): boolean {
  const last = tail.words.at(-1);
  if (last === undefined) return false;
  if (tail.broken || tail.mark === "trailing" || clause.kinds.at(-1) === "filler") return true;
  if (last === tail.words.at(-2) && clause.open) return true;
  return searching.test(tail.words.slice(-5).join(" "));
}

const introduction =
  /^(?:(?:um|uh|uhm|oh|okay|yes|yeah|well|so) )*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there| again| [a-z']+)?)?(?: (?:um|uh|uhm|yes|yeah|so))*(?: ?(?:my name is|my name's|this is|i'm|i am|it's|(?:the )?name is)(?: (?:um|uh|uhm|also))*(?: [a-z']+){0,3})?(?: (?:um|uh|uhm|and|so))*$/u;
const greeting = /\b(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|name|this is)\b/u;
const request =
  /\b(?:need|want|would|lost|calling|like|can|could|trying|have|looking|for|here|not|just|going|gonna|that|about|the|a)\b/u;

/** `hi`, `hello my name is jane doe`: short, and with nothing that asks for something. */
export function isGreetingOnly(tail: Tail): boolean {
  if (tail.total > 14 || tail.total === 0) return false;
  const said = tail.words.join(" ");
  return greeting.test(said) && introduction.test(said) && !request.test(said) && !/\b(?:how|what)\b/u.test(said);
}

const closings =
  /(?:^| )(?:(?:no|nope) that(?:'s| is| was|'ll be)(?: (?:it|all|everything))?|that(?:'s| is| was|'ll be| will be) (?:it|all|everything)(?: (?:i need|i needed|for (?:today|now|me)|thank you|thanks|i have))*|that (?:was|is) (?:going to|gonna) be (?:it|all)|(?:thank you|thanks)(?: (?:so much|very much|a lot|again|bye))?|have a (?:good|great|nice|lovely|wonderful) (?:day|one|night|evening|weekend|time)|you (?:too|as well)(?: (?:bye|thanks))*|take care|see you(?: (?:later|then|soon|tomorrow))?|talk to you (?:later|soon|then)|good (?:night|bye)|goodbye|bye(?: bye| now)*|i(?:'m| am) all set|nothing else)$/u;

/** Thanks and farewells at the very end. */
export function isClosing(tail: Tail): boolean {
  return closings.test(tail.words.slice(-9).join(" "));
}
