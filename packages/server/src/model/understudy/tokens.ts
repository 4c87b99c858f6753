import type { Language } from "./languages/language.ts";

/** Lower case, without accents, words apart by one blank and nothing else between them. */
export function plainText(text: string): string {
  const folded = text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss");
  // Of Japanese, only the voicing marks would be lost, and they are no accents.
  const bare = folded.replaceAll(/[^\u3040-\u30ff]+/g, (part) => part.normalize("NFKD").replaceAll(/\p{M}/gu, ""));
  return bare.replaceAll(/[^\p{L}\p{N}\p{M}ー]+/gu, " ").trim();
}

const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;
/** What in Japanese and Chinese carries no content. */
const particles =
  /ください|教えて|ですか|ますか|でしょうか|です|ます|ました|から|まで|は|が|を|に|の|で|と|も|か|へ|や|よ|ね|何|誰|的|了|是|吗|呢|我|你|们|什么|怎么|请|在|和|有|吧|哪|谁/u;

/** The words of a text that say what it is about, each reduced to what its forms have in common. */
export function contentTerms(text: string, language: Language, alsoStop?: ReadonlySet<string>): readonly string[] {
  const plain = plainText(text);
  const spaced = plain.replaceAll(cjk, " ").split(" ");
  const terms = spaced
    .filter((word) => word !== "" && !language.stopWords.has(word) && alsoStop?.has(word) !== true)
    .filter((word) => word.length > 1 || /\p{N}/u.test(word))
    .map((word) => stem(word, language));
  return [...terms, ...(plain.match(cjk) ?? []).flatMap(characterTerms)];
}

/** An ending goes only where enough of the word stays. */
function stem(word: string, { endings }: Language): string {
  const shorter = word.replace(endings, "");
  return shorter.length >= 3 ? shorter.replace(/([^aeiou])\1$/, "$1") : word;
}

/** Without blanks there are no words to see: two characters at a time stand for them. */
function characterTerms(run: string): readonly string[] {
  return run.split(particles).flatMap((piece) => {
    const characters = piece.match(/./gu) ?? [];
    if (characters.length < 2) return characters.filter((one) => /\p{Script=Han}/u.test(one));
    return characters.slice(1).map((second, index) => `${characters[index] ?? ""}${second}`);
  });
}
