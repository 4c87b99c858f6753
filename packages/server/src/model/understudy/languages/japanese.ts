import { words } from "./language.ts";
import type { Language, Rewrite } from "./language.ts";

const within: Rewrite["within"] = [[/あなた/gu, "私"]];

/** Words are not spaced: what others write as stop words is cut out by `tokens.ts`. */
export const japanese: Language = {
  code: "ja",
  stopWords: words("何 誰 つ いく なん"),
  endings: /(?!)/,
  abbreviations: words("dr mr ms no"),
  ordinalPoint: false,
  acts: {
    greeting: /こんにちは|こんばんは|おはよう(?:ございます)?|やあ|はじめまして|もしもし/u,
    thanks: /(?:どうも)?ありがとう(?:ございます|ございました)?/u,
    goodbye: /さようなら|さよなら|またね|バイバイ|失礼します|おやすみ(?:なさい)?/u,
    wellbeing: /お?元気(?:ですか|かい)?$/u,
    model:
      /(?:どの|何の|どんな)(?:言語)?(?:モデル|ai)|(?:モデル|ai)(?:は|って)?(?:何|なに|なん)|(?:ai|人間|ロボット|ボット|chatgpt)ですか/u,
    identity: /(?:あなた|君)は(?:誰|だれ|どなた)|(?:^|あなたの)お?名前|自己紹介|何ができ|誰ですか$/u,
    more: /^(?:もっと(?:教えて)?(?:ください)?|他には?|ほかには?|続けて(?:ください)?|それから)$/u,
  },
  question: /ですか|ますか|でしょうか|何|誰|どこ|いつ|なぜ|どう|いくら|教えて/u,
  silent: /^あなたは(?:今|いま)?(?:電話|音声|通話)で話/u,
  self: [
    { from: /^あなたは(?=.*(?:です|だ)。?$)/u, to: "私は", within },
    { from: /^あなたの名前は/u, to: "私の名前は", within },
  ],
  turned: [{ from: /^あなたは(?=.*(?:ます|した)。?$)/u, to: "私は", within }],
  imperative:
    /(?:ください|下さい|こと|しないで|なさい|いけません|なりません|ましょう|してね|するな|せよ|べきです)[。！!]?$/u,
  leaning: /^(?:それ|これ|そこ|ここ|また)/u,
  phrases: {
    hello: ["こんにちは。", "またこんにちは。"],
    fine: ["元気です、ありがとうございます。", "変わらず元気です。"],
    welcome: ["どういたしまして。", "お役に立ててうれしいです。"],
    goodbye: ["さようなら。", "またお話ししましょう。"],
    unknown: [
      "申し訳ありませんが、それはわかりません。ほかに知りたいことはありますか。",
      "それもわかりません。ここで教わったことしか知らないのです。",
    ],
    nothingMore: ["それについて知っているのはこれだけです。", "それ以上のことは知りません。"],
    askBack: ["何をお知りになりたいですか。", "質問にお答えします。何についてでしょうか。"],
    whatNow: ["何をお知りになりたいですか。", "何かお手伝いできますか。"],
    notice: "（私は内蔵の代役で、本物のモデルではありません。）",
    standIn:
      "私は代役です。「{name}」にはモデルが設定されていません。repartee.config.json の models で割り当てるか、ペルソナに base_url を設定してください。",
  },
};
