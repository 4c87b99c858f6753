import { words } from "./language.ts";
import type { Language, Rewrite } from "./language.ts";

const order =
  "(?:answer|respond|reply|keep|speak|use|be|stay|remain|remember|make sure|ensure|tell|greet|say|ask|spell|begin|start|end|" +
  "finish|write|act|pretend|limit|refer|follow|address|introduce|explain|include|provide|focus|talk|treat|think|wait|stop|" +
  "repeat|stick|encourage|confirm|check|listen|mention|offer|help|give|let|try|describe|summari[sz]e|maintain|adapt|adjust|" +
  "assume|decline|refuse|redirect|steer|pause|sound|avoid|never|don['’]t|do not)\\b(?! (?:is|are|was|were|of|has|costs?|at)\\b)";

/** What follows `you` or `your` is said by the agent itself. */
const within: Rewrite["within"] = [
  [/\byourself\b/gi, "myself"],
  [/\byours\b/gi, "mine"],
  [/\byour\b/gi, "my"],
  [/\byou are\b|\byou['’]re\b/gi, "I am"],
  [/\b(to|for|with|of|from|about|at|on|by|asks?|calls?|tells?|gives?|knows?|meets?) you\b/gi, "$1 me"],
  [/\byou\b/gi, "I"],
];

/** What is told to `them` is said to `you`. */
const toThem: Rewrite["within"] = [
  [/\btheir\b/g, "your"],
  [/\bthey\b|\bthem\b/g, "you"],
  [/,? and to\b/g, ", and" as const],
  [/^["“'‘](.+)["”'’]([.!?]?)$/, "$1$2"],
];
const someone =
  "(?:them|him|her|people|(?:the )?(?:users?|callers?|guests?|customers?|visitors?|persons?|clients?|patients?))";
const occasion = "(?:(?:if|when|whenever)\\b[^,]*, (?:then |just |simply |please |you (?:can|may|should) )?)?";

export const english: Language = {
  code: "en",
  stopWords: words(`
    a about actually all also am an and any anything are as at be been being bit bring but by can cannot come could d did do does
    doing don explain for from get give go going good had has have having he her here him his how i if in into is isn it its
    just know let like little ll many may me mean more most much must my near no not now of off ok okay on one only or
    other our out over please put re s say shall she should so some something such sure t take tell than that the their
    them then there these they thing things this those through time to too um up us ve very want was we well were what when
    where which while who whose why will with work works would yes you your`),
  endings: /(?:ings?|ed|es|s|e|ly)$/,
  abbreviations: words(
    "mr mrs ms dr prof st vs etc e.g i.e eg ie no approx inc ltd jr sr a.m p.m u.s ave dept est fig",
  ),
  ordinalPoint: false,
  acts: {
    greeting:
      /\b(?:hello|hi|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: there| everyone| everybody| all)?\b/,
    thanks: /\b(?:thanks|thank you|thx|cheers)(?: (?:a lot|so much|very much|again))?\b/,
    goodbye:
      /\b(?:bye(?: bye)?|good ?bye|good night|see you(?: (?:later|soon|tomorrow))?|farewell|have a (?:nice|good|great) (?:day|evening|weekend))\b/,
    wellbeing: /\bhow are you(?: (?:doing|today|feeling))*$|\bhow(?: is| s)? it going\b/,
    model:
      /\b(?:model|llm|ai) (?:are you|is this|is that|is it|is answering|is running|do you (?:use|run)|am i|powers|runs|answers)\b|\bare you (?:an? |the )?(?:real |actual |just )*(?:ai|a i|bot|chatbot|robot|human|person|model|language model|llm|machine|computer|chatgpt|gpt\w*|claude|gemini|llama\w*|real)\b|\bwhat are you$|\bstand in\b|\bunderstudy\b/,
    identity:
      /\bwho are you\b|\bwhat (?:is|s) your name\b|\bintroduce yourself\b|\babout yourself\b|\bwhat (?:can|do) you do\b|\bwhat can i ask\b|\bhow can you help\b|\bwhat do you know(?! (?:about|of))|\bwho am i (?:talking|speaking) (?:to|with)\b/,
    more: /^(?:and )?(?:(?:can you |please )?tell me more|more|go on|continue|what else|anything else|keep going)(?: please| about (?:it|that|this))*$/,
  },
  question:
    /\b(?:what|who|whom|whose|when|where|why|which|how)\b|^(?:is|are|do|does|did|can|could|will|would|should|may|have|has|tell|explain|describe)\b/,
  silent:
    /^you (?:must|should|shall|will|need|have to|may|always|never|only|do not|don['’]t|cannot|can['’]t|ought)\b|^you(?: are|['’]re) (?:not |always |never |to |expected|required|allowed|supposed|talking|speaking|chatting|asked|in a |on a )|^your (?:answers?|repl(?:y|ies)|responses?|tone|style|sentences|output|messages?|words)\b/i,
  self: [
    {
      from: /^(?:act as|pretend to be|play the role of|take the role of|imagine you are|you play) /i,
      to: "I am ",
      within,
    },
    { from: /^you(?: are|['’]re) /i, to: "I am ", within },
    { from: /^your name is /i, to: "My name is ", within },
  ],
  turned: [
    {
      from: /^what you (?:should )?know about ([^:]{1,80}): (?:it|he|she|this) (?=is\b|was\b|has\b|can\b)/i,
      to: "$1 ",
    },
    {
      from: new RegExp(`^${occasion}(?:tell|inform|remind|advise) ${someone} to (?=\\w)`, "i"),
      to: "",
      within: toThem,
    },
    {
      from: new RegExp(
        `^${occasion}(?:(?:tell|inform|remind|advise) ${someone}|say|answer|reply|explain|mention)(?: that\\b|:|,(?= ["“])|(?= ["“])) ?`,
        "i",
      ),
      to: "",
      within: toThem,
    },
    { from: /^you were /i, to: "I was ", within },
    {
      from: /^you (?=(?:work|live|help|represent|know|love|like|sell|run|teach|guide|assist|speak|come|own|manage|host|have|had|grew|stud(?:y|ied)|enjoy|speciali[sz]e|can (?:help|answer|assist|tell|explain|talk|speak|show))\b)/i,
      to: "I ",
      within,
    },
    {
      from: /^your (?=(?:job|role|task|goal|mission|purpose|hobby|hobbies|favou?rite|team|company|boss|shop|owner)\b)/i,
      to: "My ",
      within,
    },
  ],
  imperative: new RegExp(
    `^(?:(?:please|always|also|then|but|and|instead|otherwise),? )*${order}|^(?:under no|under any|at all times|no (?:lists?|emojis?|markdown|links?)\\b)|` +
      `^only (?:answer|speak|respond|talk|use|say|discuss)\\b|^(?:if|when|whenever|once|unless|before|after)\\b.*?, (?:then |just |please |always |you (?:should|must|can|may) )?${order}`,
    "i",
  ),
  leaning: /^(?:it|he|she|they|this|these|that)\b/i,
  phrases: {
    hello: ["Hello!", "Hello again!"],
    fine: ["I am fine, thank you.", "Still fine, thank you."],
    welcome: ["You are welcome.", "My pleasure."],
    goodbye: ["Goodbye!", "Bye, until next time!"],
    unknown: [
      "I am sorry, I do not know that. Is there something else I can tell you?",
      "I do not know that either: I only know what I was told here.",
    ],
    nothingMore: ["That is all I know about it.", "I know nothing more about that."],
    askBack: ["What would you like to know?", "I can answer questions. What may I tell you?"],
    whatNow: ["What would you like to know?", "What may I tell you?"],
    notice: "(I am the built-in stand-in, not a real model.)",
    standIn:
      'I am a stand-in: no model is configured for "{name}". Map it in repartee.config.json under "models", or give the persona a base_url.',
  },
};
