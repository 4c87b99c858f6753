/**
 * What an answer may begin with that says nothing of the matter: patterns over normalised words (N1), each for one
 * phrase, the longest that fits. English; an answer in another language has no opener.
 */
export interface OpenerPhrase {
  readonly pattern: RegExp;
  /** Behind which of its words it may end without a mark, where something new begins: text that has no punctuation. */
  readonly bare: RegExp;
  /** `always`: it fits in front of a refusal, too. `requests`: not where the user turns round what was asked for. */
  readonly holds: "always" | "requests";
}

const at = "(?: (?:that|this|it))";
const soon = "(?: for you| right now| right away)?";
const self = "(?:let me|let me just|let me quickly|let me go ahead and|ill|ill just|i will|i will just)";
const span = "(?:moment|second|sec|minute)";
const thanks = "(?:thanks|thank you)(?: (?:very|so) much| a lot)?";
const gift = "(?: for (?:that|this|waiting|holding|asking|telling me|letting me know|sharing that|your patience))?";
const help = "(?:help|assist)(?: you)?(?: with (?:that|this))?";
const helped = /(?:you|that|this)$/u;

function phrase(holds: OpenerPhrase["holds"], words: string, bare = /(?:you|please)$/u): OpenerPhrase {
  return { holds, bare, pattern: new RegExp(`^(?:${words})(?= |$)`, "u") };
}

export const openerPhrases: readonly OpenerPhrase[] = [
  // Heard, and nothing more.
  phrase("always", `okay then|ok|okay|alright then|alright|all right|i see|i understand|understood|got it|noted`, /./u),
  phrase("always", `well|hmm+|mhm|mm hmm`),
  phrase("always", `${thanks}${gift}`, /./u),
  // Somebody is willing.
  phrase("requests", "sure thing|sure|of course|certainly|absolutely|by all means|with pleasure", /./u),
  phrase("requests", `(?:id be|i would be|id be more than|im|i am) (?:happy|glad) to ${help}`, helped),
  phrase("requests", `(?:happy|glad) to ${help}`, helped),
  // Somebody is at work on it, whatever it is.
  phrase("requests", `${self} (?:check(?: on)?${at}?|see|look into${at}|look${at} up|pull${at} up|look)${soon}`),
  phrase("requests", `${self} (?:take|have) a (?:quick )?look(?: at${at})?${soon}`),
  phrase("requests", "lets see|lets have a look|lets take a look"),
  phrase("requests", `(?:just )?(?:one|a) ${span}(?: please)?`),
  phrase("requests", `(?:please )?give me (?:just )?(?:one|a) ${span}(?: please)?`),
  phrase(
    "requests",
    `(?:please )?(?:hold on|hang on|bear with me)(?: (?:for )?(?:just )?(?:one|a) ${span})?(?: please)?`,
  ),
];

/** What begins something new where there is no punctuation ("okay what is your address"). */
export const beginnings: ReadonlySet<string> = new Set(
  "what whats which who when where how and so can could may do did is are i ill ive im id the your let we well please".split(
    " ",
  ),
);

/** What may turn round a request that was heard before it. */
export const turningRound: ReadonlySet<string> = new Set(
  [
    "no nope nah not never neither nor nothing none nobody without cannot",
    "dont doesnt didnt wont wouldnt cant couldnt shouldnt isnt arent wasnt havent hasnt",
    "cancel stop wait hold actually instead rather forget nevermind wrong mistake sorry unless except but",
    "bye goodbye",
  ]
    .join(" ")
    .split(" "),
);
