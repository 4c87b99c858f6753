import { words } from "./language.ts";
import type { Language, Rewrite } from "./language.ts";

const order =
  "(?:répond(?:s|ez)|parle[zr]?|sois|soyez|utilise[zr]?|reste[zr]?|garde[zr]?|évite[zr]?|dis|dites|demande[zr]?|pose[zr]?|donne[zr]?|" +
  "commence[zr]?|termine[zr]?|salue[zr]?|propose[zr]?|explique[zr]?|aide[zr]?|rappelle[zr]?|mentionne[zr]?|limite[zr]?|" +
  "adopte[zr]?|fais|faites|jamais|ne|n['’]\\p{L}+)(?!\\p{L})";

const within: Rewrite["within"] = [
  [/(?<!\p{L})ton(?!\p{L})/gu, "mon"],
  [/(?<!\p{L})ta(?!\p{L})/gu, "ma"],
  [/(?<!\p{L})tes(?!\p{L})/gu, "mes"],
  [/(?<!\p{L})toi(?!\p{L})/gu, "moi"],
  [/( et|, tu| et tu) aides(?!\p{L})/gu, " et j’aide"],
  [/( et|, tu| et tu) accueilles(?!\p{L})/gu, " et j’accueille"],
  [/( et|, tu| et tu) (travaill|parl|guid|conseill|vend)e?s(?!\p{L})/gu, " et je $2e"],
];

export const french: Language = {
  code: "fr",
  stopWords: words(`
    a ai alors au aussi autre aux avec avez avoir avons bien c ca ce cela ces cet cette chose combien comme comment d dans de des
    deux dire dis dites dois donc du elle elles en encore es est et ete etes etre eu explique expliquez fait faire faut heure ici
    il ils j je jusqu l la le les leur leurs lui m ma mais me meme mes moi mon n ne ni nos notre nous on ont ou oui par parle
    parlez pas peu peut peux plus pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui quoi s sa sait sans savoir
    se sera ses si son sont sous sur suis t ta te tes toi ton tous tout toute toutes tres tu un une va vers veux vos votre
    voudrais vous y`),
  endings: /(?:ments?|ations?|aux|ees?|es|er|ez|s|x|e)$/,
  abbreviations: words("m mm mme mlle dr pr p.ex etc av bd env tel no st ste"),
  ordinalPoint: false,
  acts: {
    greeting: /\b(?:bonjour|bonsoir|salut|coucou)\b/,
    thanks: /\bmerci(?: (?:beaucoup|bien))?\b/,
    goodbye: /\b(?:au revoir|a bientot|a demain|a plus tard|bonne (?:nuit|soiree|journee)|adieu)\b/,
    wellbeing: /\b(?:comment (?:ca va|vas tu|allez vous)|ca va)\b/,
    model:
      /\bquel(?:le)? (?:\w+ )?(?:modele|ia|llm)\b.*\b(?:es|etes|tu|vous|est ce)\b|\b(?:es tu|etes vous|tu es|vous etes) (?:une? )?(?:vraie? )?(?:ia|bot|robot|humain|humaine|personne|modele|machine|chatgpt)\b|\bqu es tu$/,
    identity:
      /\bqui (?:es tu|etes vous|tu es|vous etes)\b|\bcomment (?:t appelles tu|vous appelez vous|tu t appelles)\b|\bquel est (?:ton|votre) nom\b|\bpresente(?:z vous| toi)\b|\bque (?:peux tu|pouvez vous|sais tu|savez vous) faire\b/,
    more: /^(?:et )?(?:dis m en plus|dites m en plus|plus|continue|continuez|quoi d autre|autre chose|encore)(?: s il (?:te|vous) plait)*$/,
  },
  question:
    /\b(?:qui|que|quoi|quand|ou|comment|pourquoi|combien|quel|quelle|quels|quelles|est ce)\b|^(?:est|sont|y a|peut|puis|avez|parle|explique|dis)\w*\b/,
  silent:
    /^(?:tu|vous) (?:dois|devez|ne|n['’]|es (?:toujours|jamais)|réponds|répondez|parles (?:toujours|en phrases))|^(?:tes|vos) (?:réponses|phrases)/iu,
  self: [
    { from: /^(?:tu es|vous êtes) /iu, to: "Je suis ", within },
    { from: /^(?:tu t['’]appelles|vous vous appelez) /iu, to: "Je m’appelle ", within },
    { from: /^(?:ton|votre) nom est /iu, to: "Mon nom est ", within },
    { from: /^(?:agis|agissez) comme /iu, to: "Je suis ", within },
  ],
  turned: [
    { from: /^(?:tu aides|vous aidez)(?!\p{L})/iu, to: "J’aide", within },
    { from: /^(?:tu|vous) (travaill|parl|guid|conseill|représent)(?:es|ez)(?!\p{L})/iu, to: "Je $1e", within },
    { from: /^(?:tu connais|vous connaissez)(?!\p{L})/iu, to: "Je connais", within },
    { from: /^(?:ton|votre) (?=(?:travail|rôle|but|objectif|métier)(?!\p{L}))/iu, to: "Mon ", within },
    { from: /^(?:ta|votre) (?=(?:mission|tâche)(?!\p{L}))/iu, to: "Ma ", within },
  ],
  imperative: new RegExp(
    `^(?:(?:s['’]il (?:te|vous) plaît|toujours|et|mais|puis),? )*${order}|^(?:si|quand|lorsque)\\b.*?, (?:alors )?${order}`,
    "iu",
  ),
  leaning: /^(?:il|elle|ils|elles|ceci|cela|c['’]est|ce|on y)(?!\p{L})/iu,
  phrases: {
    hello: ["Bonjour !", "Rebonjour !"],
    fine: ["Je vais bien, merci.", "Toujours bien, merci."],
    welcome: ["Je vous en prie.", "Avec plaisir."],
    goodbye: ["Au revoir !", "À la prochaine !"],
    unknown: [
      "Désolé, je ne le sais pas. Puis-je répondre à autre chose ?",
      "Cela non plus, je ne le sais pas : je ne connais que ce qu’on m’a dit ici.",
    ],
    nothingMore: ["C’est tout ce que j’en sais.", "Je n’en sais pas plus."],
    askBack: ["Que voulez-vous savoir ?", "Je réponds volontiers aux questions. De quoi s’agit-il ?"],
    whatNow: ["Que voulez-vous savoir ?", "En quoi puis-je aider ?"],
    notice: "(Je suis la doublure intégrée, pas un vrai modèle.)",
    standIn:
      'Je suis une doublure : aucun modèle n’est configuré pour "{name}". Indiquez-en un dans repartee.config.json sous "models", ou donnez une base_url à la persona.',
  },
};
