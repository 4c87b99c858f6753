import { words } from "./language.ts";
import type { Language, Rewrite } from "./language.ts";

const order =
  "(?:responda|responde|fale|fala|seja|sê|use|usa|utilize|evite|evita|mantenha|diga|pergunte|lembre|cumprimente|ofereça|ajude|" +
  "dê|explique|limite|comece|termine|mencione|aja|nunca|não (?:use|invente|fale|diga|responda|mencione|faça|dê|repita|seja|revele))(?!\\p{L})";

const within: Rewrite["within"] = [
  [/(?<!\p{L})(?:seu|teu)(?!\p{L})/gu, "meu"],
  [/(?<!\p{L})(?:sua|tua)(?!\p{L})/gu, "minha"],
  [/(?<!\p{L})(?:seus|teus)(?!\p{L})/gu, "meus"],
  [/(?<!\p{L})(?:suas|tuas)(?!\p{L})/gu, "minhas"],
  [/( e|que) (trabalh|ajud|fal)as?(?!\p{L})/gu, "$1 $2o"],
];

export const portuguese: Language = {
  code: "pt",
  stopWords: words(`
    a ao aos aqui as ate bem cada coisa com como da dao das de dela dele depois diga do dois dos e ela elas ele eles em entre era
    es essa esse esta estao estas este eu explica explique faz fazer foi ha hora horas isso isto ja la lhe mais mas me meu meus
    minha minhas muito na nao nas nem no nos nossa nosso num numa o onde os ou para pela pelas pelo pelos pode podem podes por
    porque posso pouco qual quais quando quanta quantas quanto quantos que quem quero saber sao se sem ser seu seus so sobre sou
    sua suas tambem te tem temos tenho teu tu tua tudo um uma umas uns vai voce voces vou`),
  endings: /(?:[ai]mentos?|coes|cao|mente|oes|ao|ar|er|ir|as|es|os|s|[aeo])$/,
  abbreviations: words("sr sra dr dra prof etc p.ex av tel n r ex aprox"),
  ordinalPoint: false,
  acts: {
    greeting: /\b(?:ola|oi|bom dia|boa tarde|boa noite)\b/,
    thanks: /\b(?:muito )?obrigad[oa]\b/,
    goodbye: /\b(?:tchau|adeus|ate (?:logo|amanha|breve|mais))\b/,
    wellbeing: /\b(?:como (?:vai|estas|voce esta)|tudo bem)\b/,
    model:
      /\b(?:qual|que) (?:\w+ )?(?:modelo|ia|llm)\b.*\b(?:e|es|voce|usa)\b|\b(?:voce e|es) (?:uma? )?(?:ia|bot|robo|humano|humana|pessoa|modelo|maquina|chatgpt)\b/,
    identity:
      /\bquem (?:e voce|es tu|voce e)\b|\bcomo (?:voce )?se chama\b|\bqual e (?:o )?(?:seu|teu) nome\b|\bapresente se\b|\bo que (?:voce )?(?:pode|podes|sabe) fazer\b/,
    more: /^(?:e )?(?:conte mais|me conte mais|diga mais|mais|continue|o que mais|mais alguma coisa)(?: por favor)*$/,
  },
  question:
    /\b(?:que|quem|quando|onde|como|qual|quais|quanto|quanta|quantos|quantas|porque)\b|^(?:ha|tem|e|posso|pode|explique|diga)\w*\b/,
  silent:
    /^(?:você|tu) (?:deve|deves|não|nunca|está falando|sempre (?:deve|responde))|^(?:as )?suas (?:respostas|frases)/iu,
  self: [
    { from: /^(?:você é|tu és) /iu, to: "Eu sou ", within },
    { from: /^você se chama /iu, to: "Eu me chamo ", within },
    { from: /^(?:o )?(?:seu|teu) nome é /iu, to: "Meu nome é ", within },
    { from: /^aja como /iu, to: "Eu sou ", within },
  ],
  turned: [
    { from: /^(?:você|tu) (trabalh|ajud|fal|represent|ensin)as?(?!\p{L})/iu, to: "Eu $1o", within },
    { from: /^(?:o )?seu (?=(?:trabalho|objetivo|papel)(?!\p{L}))/iu, to: "Meu ", within },
    { from: /^(?:a )?sua (?=(?:tarefa|missão|função)(?!\p{L}))/iu, to: "Minha ", within },
  ],
  imperative: new RegExp(
    `^(?:(?:por favor|sempre|e|mas|também),? )*${order}|^(?:se|quando)\\b.*?, (?:então )?${order}`,
    "iu",
  ),
  leaning: /^(?:ele|ela|eles|elas|isso|isto|este|esta|fica)(?!\p{L})/iu,
  phrases: {
    hello: ["Olá!", "Olá de novo!"],
    fine: ["Estou bem, obrigado.", "Continuo bem, obrigado."],
    welcome: ["De nada.", "Com muito gosto."],
    goodbye: ["Até logo!", "Até a próxima!"],
    unknown: [
      "Desculpe, isso eu não sei. Posso responder a outra coisa?",
      "Isso também não sei: só conheço o que me disseram aqui.",
    ],
    nothingMore: ["Isso é tudo o que sei.", "Não sei mais nada sobre isso."],
    askBack: ["O que gostaria de saber?", "Respondo perguntas com gosto. De que se trata?"],
    whatNow: ["O que gostaria de saber?", "Em que posso ajudar?"],
    notice: "(Sou o substituto embutido, não um modelo de verdade.)",
    standIn:
      'Sou um substituto: nenhum modelo está configurado para "{name}". Indique um em repartee.config.json, em "models", ou dê à persona uma base_url.',
  },
};
