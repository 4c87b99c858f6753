import { words } from "./language.ts";
import type { Language, Rewrite } from "./language.ts";

const order =
  "(?:rispondi|parla|sii|usa|utilizza|evita|mantieni|di['’]|dì|chiedi|saluta|ricorda|resta|rimani|offri|aiuta|spiega|limita|" +
  "inizia|termina|menziona|comportati|mai|rispondete|usate|non \\p{Ll}+(?:are|ere|ire))(?!\\p{L})";

const within: Rewrite["within"] = [
  [/(?<!\p{L})tuo(?!\p{L})/gu, "mio"],
  [/(?<!\p{L})tua(?!\p{L})/gu, "mia"],
  [/(?<!\p{L})tuoi(?!\p{L})/gu, "miei"],
  [/(?<!\p{L})tue(?!\p{L})/gu, "mie"],
  [/( e|che) (lavor|aiut|parl|accompagn)i(?!\p{L})/gu, "$1 $2o"],
];

export const italian: Language = {
  code: "it",
  stopWords: words(`
    a abbiamo agli ai al alla alle allo anche ancora avere c che chi ci come con cosa cose cui da dai dal dalla dalle de degli dei
    del dell della delle dello di dimmi dove due e ed era essere fa fare fra gli ha hai hanno ho i il in io l la le lei li lo loro
    lui ma me mi mia mio molto ne nei nel nella nelle noi non nostra nostro o ogni ora ore per perche piu poco posso puo puoi
    qual quale quali quando quanta quante quanti quanto quella quelli quello questa questi questo qui sa sai sapere se sei senza
    si sia siamo sono spiega su sua sui sul sulla suo te ti tra tu tua tuo tutti tutto un una uno va vi voglio voi vorrei`),
  endings: /(?:zioni|zione|mente|[aei]te|[aei]re|iamo|[aeiou])$/,
  abbreviations: words("sig sig.ra dott prof ecc ca es p.es tel n v.le p.zza"),
  ordinalPoint: false,
  acts: {
    greeting: /\b(?:ciao|buongiorno|buonasera|buon pomeriggio|salve)\b/,
    thanks: /\bgrazie(?: mille| tante)?\b/,
    goodbye: /\b(?:arrivederci|a (?:presto|domani|dopo)|buonanotte|buona (?:giornata|serata)|addio)\b/,
    wellbeing: /\bcome (?:stai|sta|va)$/,
    model:
      /\b(?:quale|che) (?:modello|ia|llm)\b.*\b(?:sei|usi|e)\b|\bsei (?:un |una |uno )?(?:ia|bot|robot|umano|umana|persona|modello|macchina|chatgpt)\b|\bcosa sei$/,
    identity:
      /\bchi (?:sei|e lei)\b|\bcome (?:ti chiami|si chiama lei)\b|\bqual e il tuo nome\b|\bpresentati\b|\bcosa (?:puoi|sai) fare\b|\bcome puoi aiutarmi\b/,
    more: /^(?:e )?(?:dimmi di piu|di piu|ancora|continua|cos altro|altro|e poi)(?: per favore)*$/,
  },
  question:
    /\b(?:chi|cosa|che|quando|dove|come|perche|quale|quali|quanto|quanta|quanti|quante)\b|^(?:e|c e|ci sono|posso|puoi|avete|dimmi|spiega)\w*\b/,
  silent: /^(?:tu )?(?:devi|dovrai|non devi|non puoi|stai parlando)(?!\p{L})|^le tue (?:risposte|frasi)/iu,
  self: [
    { from: /^(?:tu )?sei /i, to: "Sono ", within },
    { from: /^ti chiami /i, to: "Mi chiamo ", within },
    { from: /^il tuo nome è /iu, to: "Il mio nome è ", within },
  ],
  turned: [
    { from: /^(?:tu )?(lavor|aiut|parl|rappresent|accompagn)i(?!\p{L})/iu, to: "Io $1o", within },
    { from: /^il tuo (?=(?:lavoro|compito|ruolo|obiettivo)(?!\p{L}))/iu, to: "Il mio ", within },
  ],
  imperative: new RegExp(
    `^(?:(?:per favore|sempre|e|ma|poi),? )*${order}|^(?:se|quando)\\b.*?, (?:allora )?${order}`,
    "iu",
  ),
  leaning: /^(?:esso|essa|essi|questo|questa|lui|lei|si trova|è)(?!\p{L})/iu,
  phrases: {
    hello: ["Buongiorno!", "Buongiorno di nuovo!"],
    fine: ["Sto bene, grazie.", "Sempre bene, grazie."],
    welcome: ["Prego.", "Con piacere."],
    goodbye: ["Arrivederci!", "Alla prossima!"],
    unknown: [
      "Mi dispiace, questo non lo so. Posso rispondere ad altro?",
      "Nemmeno questo lo so: conosco solo ciò che mi è stato detto qui.",
    ],
    nothingMore: ["È tutto ciò che ne so.", "Non ne so di più."],
    askBack: ["Che cosa desidera sapere?", "Rispondo volentieri alle domande. Di che si tratta?"],
    whatNow: ["Che cosa desidera sapere?", "Come posso aiutare?"],
    notice: "(Sono la controfigura incorporata, non un vero modello.)",
    standIn:
      'Sono una controfigura: nessun modello è configurato per "{name}". Assegnatene uno in repartee.config.json sotto "models", o date alla persona una base_url.',
  },
};
