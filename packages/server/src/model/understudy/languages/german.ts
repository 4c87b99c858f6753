import { words } from "./language.ts";
import type { Language, Rewrite } from "./language.ts";

const order =
  "(?:antworte|sprich|sei|bleibe?|nutze|verwende|benutze|halte|vermeide|sage?|frage?|gib|nenne|erwähne|erzähle?|achte|stelle|" +
  "beende|beginne|schreibe?|erfinde|begrüße|hilf|verrate|erkläre|formuliere|duze|sieze|rede|denke?|höre?|warte|biete|fasse|" +
  "weise|lass|mache?|niemals|nie|(?:\\p{L}+en|seien) sie)(?!\\p{L})";

/** Behind `wenn …,` any verb in its shortest form; what else ends like one there is not. */
const otherOrder =
  "(?!(?:die|diese|eine|keine|seine|ihre|unsere|alle|viele|werde|wurde|würde|habe|hätte|könnte|sollte|müsste)(?!\\p{L}))" +
  "\\p{Ll}{2,}e (?!(?:ich|er|sie|es|wir)(?!\\p{L}))";

/** Verbs that stand behind `und` are the agent's too. */
const within: Rewrite["within"] = [
  [/\b(dein|Dein|deine|Deine)(e[mnrs]|[mnrs])?(?!\p{L})/gu, "mein$2"],
  [/(?<!\p{L})dich(?!\p{L})/gu, "mich"],
  [/(?<!\p{L})dir(?!\p{L})/gu, "mir"],
  [/(?<!\p{L})du(?!\p{L})/gu, "ich"],
  [/( und|, ich) hilfst(?!\p{L})/gu, "$1 helfe"],
  [/( und|, ich) sprichst(?!\p{L})/gu, "$1 spreche"],
  [/( und|, ich) weißt(?!\p{L})/gu, "$1 weiß"],
  [/( und|, ich) hast(?!\p{L})/gu, "$1 habe"],
  [/( und|, ich) kannst(?!\p{L})/gu, "$1 kann"],
  [/( und|, ich) (\p{Ll}{2,}?t)est(?!\p{L})/gu, "$1 $2e"],
  [/( und|, ich) (?!ist|selbst|fast|meist|sonst|erst|fest)(\p{Ll}{2,}[^stzßx\s])st(?!\p{L})/gu, "$1 $2e"],
];

export const german: Language = {
  code: "de",
  stopWords: words(`
    aber ach alle allem allen alles als also am an auch auf aus bei bin bis bist bitte da dann das dass dein deine dem den denn
    der des dich die dir du ein eine einem einen einer eines er erklar erklaren erzahl erzahle es etwas euch euer fur gern gerne
    gibt ganz geht hab habe haben habt hast hat hatte ich ihm ihn ihnen ihr ihre im in ist ja jetzt kann kannst konnen konnt kommt
    machen macht mal man mehr mein meine mich mir mit mochte muss nach nein nicht noch nun nur ob oder ohne sag sagen schon sehr
    sei sein seine sich sie sind so soll uber uhr um und uns unser unsere viel vom von vor wann war warum was weiss wenn wer werden
    wie wieder will wir wird wissen wo woher wohin wurde zu zum zur`),
  endings: /(?:ungen|ung|en|er|em|es|e|n|s)$/,
  abbreviations: words("z.b bzw ca nr usw d.h dr prof str evtl ggf inkl u.a o.a vgl tel hr fr st mio mrd bspw"),
  ordinalPoint: true,
  acts: {
    greeting: /\b(?:hallo|guten (?:morgen|tag|abend)|servus|moin|gruss gott|gruezi|gruss dich)\b/,
    thanks: /\b(?:danke(?:schon)?|vielen dank|besten dank)(?: (?:schon|sehr|dir|ihnen))?\b/,
    goodbye:
      /\b(?:tschuss|auf wiedersehen|auf wiederhoren|bis (?:bald|morgen|spater|dann)|gute nacht|schonen tag(?: noch)?)\b/,
    wellbeing: /\bwie geht(?: es| s)? (?:dir|ihnen|euch)\b/,
    model:
      /\b(?:welches|was fur ein|welche) (?:\w+ )?(?:modell|sprachmodell|ki|llm)\b.*\b(?:du|sie|das|hier|dahinter)\b|\b(?:bist du|sind sie) (?:ein |eine )?(?:echte?[rs]? )?(?:ki|bot|roboter|mensch|modell|sprachmodell|maschine|chatgpt)\b|\bwas bist du$/,
    identity:
      /\bwer (?:bist du|sind sie)\b|\bwie (?:heisst du|heissen sie|ist (?:dein|ihr) name)\b|\bstell(?:en)? (?:dich|sie sich) vor\b|\bwas (?:kannst du|konnen sie)\b(?! .*\buber\b)|\bwas weisst du$/,
    more: /^(?:und )?(?:(?:erzahl|sag)e? mir mehr|mehr|mehr dazu|weiter|was noch|noch etwas|sonst noch etwas)(?: bitte| daruber| dazu)*$/,
  },
  question:
    /\b(?:was|wer|wen|wem|wann|wo|woher|wohin|warum|wieso|welche[rsnm]?|wie|wieviel)\b|^(?:ist|sind|gibt|hast|habt|haben|kann|kannst|konnen|darf|muss|soll|erzahl|erklar)\w*\b/,
  silent:
    /^(?:du|sie) (?:musst|müssen|sollst|sollen|darfst|dürfen|wirst|werden|bist (?:immer|nie|nicht)|sprichst (?:immer|gerade|in)|antwortest|redest)(?!\p{L})|^(?:deine|ihre) (?:antworten?|sätze|sprache|stimme)(?!\p{L})/iu,
  self: [
    { from: /^du bist /i, to: "Ich bin ", within },
    { from: /^du heißt /i, to: "Ich heiße ", within },
    { from: /^(?:dein|Ihr) name ist /i, to: "Mein Name ist ", within },
    { from: /^sie sind (?=(?:der|die|das|ein|eine) |\p{Lu}\p{Ll}+, )/iu, to: "Ich bin " },
  ],
  turned: [
    { from: /^du hilfst /i, to: "Ich helfe ", within },
    { from: /^du sprichst /i, to: "Ich spreche ", within },
    { from: /^du weißt /i, to: "Ich weiß ", within },
    { from: /^du kannst /i, to: "Ich kann ", within },
    { from: /^du hast /i, to: "Ich habe ", within },
    { from: /^du (\p{Ll}{2,}?t)est(?!\p{L})/iu, to: "Ich $1e", within },
    { from: /^du (\p{Ll}{2,}[^stzßx\s])st(?!\p{L})/iu, to: "Ich $1e", within },
    { from: /^deine aufgabe ist /i, to: "Meine Aufgabe ist ", within },
  ],
  imperative: new RegExp(
    `^(?:(?:bitte|immer|stets|dabei|und|aber),? )*${order}|^keine? (?:listen|emojis?|links|überschriften|aufzählungen)|` +
      `^(?:wenn|falls|sobald|bevor)\\b.*?, (?:dann |bitte |immer )*(?:${order}|${otherOrder})`,
    "iu",
  ),
  leaning: /^(?:es|er|sie|dies|diese|das|dort|dabei)(?!\p{L})/iu,
  phrases: {
    hello: ["Hallo!", "Hallo noch einmal!"],
    fine: ["Mir geht es gut, danke.", "Immer noch gut, danke."],
    welcome: ["Gern geschehen.", "Keine Ursache."],
    goodbye: ["Auf Wiedersehen!", "Bis zum nächsten Mal!"],
    unknown: [
      "Das weiß ich leider nicht. Kann ich etwas anderes beantworten?",
      "Auch das weiß ich nicht: Ich kenne nur, was mir hier gesagt wurde.",
    ],
    nothingMore: ["Mehr weiß ich darüber nicht.", "Das ist alles, was ich darüber weiß."],
    askBack: ["Was möchten Sie wissen?", "Ich beantworte gern Fragen. Worum geht es?"],
    whatNow: ["Was möchten Sie wissen?", "Wie kann ich helfen?"],
    notice: "(Ich bin der eingebaute Platzhalter, kein echtes Modell.)",
    standIn:
      'Ich bin ein Platzhalter: Für "{name}" ist kein Modell eingerichtet. Tragen Sie es in repartee.config.json unter "models" ein, oder geben Sie der Persona eine base_url.',
  },
};
