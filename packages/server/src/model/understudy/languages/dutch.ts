import { words } from "./language.ts";
import type { Language, Rewrite } from "./language.ts";

const order =
  "(?:antwoord|spreek|wees|gebruik|blijf|houd?|vermijd|zeg|vraag|geef|noem|begroet|verzin|praat|begin|eindig|leg|stel|bied|" +
  "herhaal|verwijs|onthoud|luister|nooit)(?!\\p{L})(?! (?:is|zijn|van)(?!\\p{L}))";

const within: Rewrite["within"] = [
  [/(?<!\p{L})jouw(?!\p{L})/gu, "mijn"],
  [/(?<!\p{L})je(?= (?:eigen|naam|werk|klanten|gasten|team)(?!\p{L}))/gu, "mijn"],
  [/(?<!\p{L})jou(?!\p{L})/gu, "mij"],
  [/( en|, je) (werk|help|spreek|woon|verkoop|ontvang)t?(?!\p{L})/gu, "$1 $2"],
];

export const dutch: Language = {
  code: "nl",
  stopWords: words(`
    aan al alles als altijd andere ben bent bij daar dan dat de der deze die dit doch doe doen door dus een eens en er ge geen gaat
    graag haar had heb hebben hebt heeft hem het hier hij hoe hoeveel hun iets ik in is ja je jij jou jouw jullie kan kun kunnen
    kunt laat leg maar me meer men met mij mijn moet na naar nee niet niets nog nu of om omdat ons onze ook op over te tegen ten
    toch toen tot u uit uw van veel vertel voor waar waarom wanneer want waren was wat weet weten wel welk welke werd wie wij wil
    willen worden wordt ze zeg zei zelf zich zij zijn zo zonder zou`),
  endings: /(?:ingen|ing|heden|heid|en|er|e|n|s|t)$/,
  abbreviations: words("bijv bv enz dhr mevr mw dr prof nr ca d.w.z o.a m.n tel blz"),
  ordinalPoint: false,
  acts: {
    greeting: /\b(?:hallo|hoi|goedemorgen|goedemiddag|goedenavond|goeiedag|goedendag)\b/,
    thanks: /\b(?:bedankt|dank (?:je|u)(?: wel)?|dankjewel|dankuwel)\b/,
    goodbye: /\b(?:tot (?:ziens|straks|morgen|later)|doei|welterusten|fijne (?:dag|avond))\b/,
    wellbeing: /\bhoe (?:gaat het|is het)(?: met (?:je|jou|u))?$/,
    model:
      /\b(?:welk|wat voor) (?:\w+ )?(?:model|taalmodel|ai|llm)\b.*\b(?:ben|bent|je|u|dit)\b|\b(?:ben je|bent u) (?:een )?(?:echte )?(?:ai|bot|robot|mens|model|machine|chatgpt)\b/,
    identity:
      /\bwie (?:ben je|ben jij|bent u)\b|\bhoe (?:heet je|heet u)\b|\bwat is (?:je|jouw|uw) naam\b|\bwat (?:kun je|kunt u|kan je)(?: doen)?$/,
    more: /^(?:en )?(?:vertel(?: me)? meer|meer|ga door|wat nog meer|nog iets)(?: alsjeblieft| daarover)*$/,
  },
  question:
    /\b(?:wat|wie|wanneer|waar|waarom|hoe|hoeveel|welke?)\b|^(?:is|zijn|heb|hebt|heeft|kan|kun|kunt|mag|moet|vertel)\w*\b/,
  silent:
    /^(?:je|jij|u) (?:moet|mag|zult|zal|bent altijd|bent nooit|antwoordt|spreekt met)(?!\p{L})|^(?:je|jouw|uw) antwoorden/iu,
  self: [
    { from: /^(?:je|jij|u) bent /i, to: "Ik ben ", within },
    { from: /^(?:je|jij|u) heet /i, to: "Ik heet ", within },
    { from: /^(?:je|jouw|uw) naam is /i, to: "Mijn naam is ", within },
  ],
  turned: [
    { from: /^(?:je|jij|u) (werk|help|spreek|woon|verkoop|ontvang)t(?!\p{L})/iu, to: "Ik $1", within },
    { from: /^(?:je|jij|u) (hebt|heeft)(?!\p{L})/iu, to: "Ik heb", within },
    { from: /^(?:je|jouw|uw) (?=(?:taak|doel|werk|rol)(?!\p{L}))/iu, to: "Mijn ", within },
  ],
  imperative: new RegExp(
    `^(?:(?:alsjeblieft|altijd|en|maar),? )*${order}|^geen (?:lijsten|emoji['’]?s|links)|^(?:als|wanneer)\\b.*?, (?:dan )?${order}`,
    "iu",
  ),
  leaning: /^(?:het|hij|zij|ze|dit|deze|dat|daar)(?!\p{L})/iu,
  phrases: {
    hello: ["Hallo!", "Hallo nogmaals!"],
    fine: ["Het gaat goed, dank u.", "Nog steeds goed, dank u."],
    welcome: ["Graag gedaan.", "Met plezier."],
    goodbye: ["Tot ziens!", "Tot de volgende keer!"],
    unknown: [
      "Dat weet ik helaas niet. Kan ik iets anders vertellen?",
      "Ook dat weet ik niet: ik ken alleen wat mij hier verteld is.",
    ],
    nothingMore: ["Dat is alles wat ik daarover weet.", "Meer weet ik daar niet van."],
    askBack: ["Wat wilt u weten?", "Ik beantwoord graag vragen. Waar gaat het om?"],
    whatNow: ["Wat wilt u weten?", "Waarmee kan ik helpen?"],
    notice: "(Ik ben de ingebouwde invaller, geen echt model.)",
    standIn:
      'Ik ben een invaller: er is geen model ingesteld voor "{name}". Geef er een op in repartee.config.json onder "models", of geef de persona een base_url.',
  },
};
