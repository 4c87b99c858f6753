import { words } from "./language.ts";
import type { Language, Rewrite } from "./language.ts";

const order =
  "(?:responde|contesta|habla|sé|usa|utiliza|nunca|evita|mantén|di|pregunta|recuerda|saluda|ofrece|ayuda|da|sea|responda|" +
  "utilice|hable|mantenga|explica|limita|empieza|termina|menciona|trata|procura|asegúrate|actúa|" +
  "no (?:inventes|uses|des|hables|digas|respondas|menciones|repitas|hagas|seas|reveles|utilices))(?!\\p{L})";

const within: Rewrite["within"] = [
  [/(?<!\p{L})tus(?!\p{L})/gu, "mis"],
  [/(?<!\p{L})tu(?!\p{L})/gu, "mi"],
  [/(?<!\p{L})contigo(?!\p{L})/gu, "conmigo"],
  [/( y| que) trabajas(?!\p{L})/gu, "$1 trabajo"],
  [/( y| que) ayudas(?!\p{L})/gu, "$1 ayudo"],
  [/( y| que) atiendes(?!\p{L})/gu, "$1 atiendo"],
  [/( y| que) hablas(?!\p{L})/gu, "$1 hablo"],
];

export const spanish: Language = {
  code: "es",
  stopWords: words(`
    a al algo algun alguna ante aqui asi aun bien cada como con cosa cual cuales cuando cuanta cuantas cuanto cuantos cuenta cuentame
    da de del desde dime donde dos el ella ellas ellos en entre era eres es esa ese eso esta estan estas este esto estos explica
    explicame favor fue ha hace hacer hacia hasta hay hora he hoy la las le les lo los mas me mi mis mucho muy nada ni no nos
    nosotros nuestra nuestro o os otra otro para pero poco por porque puede puedes puedo que quien quiero saber se sea ser si
    sin sobre solo son soy su sus tal tambien te tengo tiene tienen tienes toda todas todo todos tu tus un una unas uno unos
    usted ustedes va vas ya yo`),
  endings: /(?:[ai]mientos?|ciones|cion|mente|es|as|os|an|en|ar|er|ir|s|a|e|o)$/,
  abbreviations: words("sr sra srta dr dra ud uds p.ej etc av avda num tel aprox prof ee.uu pag"),
  ordinalPoint: false,
  acts: {
    greeting: /\b(?:hola|buenos dias|buenas(?: tardes| noches)?|que tal)\b/,
    thanks: /\b(?:muchas )?gracias\b/,
    goodbye: /\b(?:adios|hasta (?:luego|manana|pronto|la vista)|nos vemos|chao)\b/,
    wellbeing: /\bcomo (?:estas|esta usted|te va)\b/,
    model:
      /\bque (?:modelo|ia|llm)(?: de \w+)? (?:eres|es|usas|usa|estas)\b|\b(?:eres|es usted) (?:una? )?(?:ia|bot|robot|humano|humana|persona|modelo|maquina|chatgpt)\b|\bque eres$/,
    identity:
      /\bquien (?:eres|es usted)\b|\bcomo (?:te llamas|se llama usted)\b|\bcual es tu nombre\b|\bpresentate\b|\bque (?:puedes|sabes) hacer\b|\ben que (?:me )?puedes ayudar(?:me)?\b/,
    more: /^(?:y )?(?:cuentame mas|dime mas|mas|sigue|continua|que mas|algo mas)(?: por favor| sobre eso)*$/,
  },
  question:
    /\b(?:que|quien|quienes|cuando|donde|como|cual|cuales|cuanto|cuanta|cuantos|cuantas)\b|^(?:hay|es|son|esta|estan|puedo|puedes|tiene|tienen|dime|cuentame|explica)\w*\b/,
  silent:
    /^(?:tú )?(?:debes|deberás|tienes que|no debes|no puedes|siempre (?:debes|respondes|hablas)|estás hablando)(?!\p{L})|^tus (?:respuestas|frases)/iu,
  self: [
    { from: /^(?:tú )?eres /iu, to: "Soy ", within },
    { from: /^usted es /i, to: "Soy ", within },
    { from: /^te llamas /i, to: "Me llamo ", within },
    { from: /^tu nombre es /i, to: "Mi nombre es ", within },
    { from: /^actúa como /iu, to: "Soy ", within },
  ],
  turned: [
    { from: /^(?:tú )?(trabaj|ayud|habl|enseñ|represent|viv|vend)(?:as|es)(?!\p{L})/iu, to: "Yo $1o", within },
    { from: /^(?:tú )?atiendes(?!\p{L})/iu, to: "Atiendo", within },
    { from: /^(?:tú )?conoces(?!\p{L})/iu, to: "Conozco", within },
    { from: /^(?:tú )?sabes(?!\p{L})/iu, to: "Sé", within },
    { from: /^tu (?=(?:trabajo|tarea|misión|objetivo|papel)(?!\p{L}))/iu, to: "Mi ", within },
  ],
  imperative: new RegExp(
    `^(?:(?:por favor|siempre|y|pero|también),? )*${order}|^(?:si|cuando)\\b.*?, (?:entonces |siempre )?${order}`,
    "iu",
  ),
  leaning: /^(?:este|esta|esto|ese|eso|él|ella|ellos|ellas|también|allí)(?!\p{L})/iu,
  phrases: {
    hello: ["¡Hola!", "¡Hola de nuevo!"],
    fine: ["Estoy bien, gracias.", "Sigo bien, gracias."],
    welcome: ["De nada.", "Con mucho gusto."],
    goodbye: ["¡Adiós!", "¡Hasta la próxima!"],
    unknown: [
      "Lo siento, eso no lo sé. ¿Puedo responder a otra cosa?",
      "Eso tampoco lo sé: solo sé lo que me han contado aquí.",
    ],
    nothingMore: ["Eso es todo lo que sé de ello.", "No sé nada más sobre eso."],
    askBack: ["¿Qué le gustaría saber?", "Respondo preguntas con gusto. ¿De qué se trata?"],
    whatNow: ["¿Qué le gustaría saber?", "¿En qué puedo ayudar?"],
    notice: "(Soy el suplente incorporado, no un modelo de verdad.)",
    standIn:
      'Soy un suplente: no hay ningún modelo configurado para "{name}". Asígnele uno en repartee.config.json, bajo "models", o dé a la persona una base_url.',
  },
};
