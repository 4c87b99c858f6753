import type { Language, Rewrite } from "./languages/language.ts";

/** What the agent itself can say of a sentence that was written to it. */
export interface Sayable {
  readonly text: string;
  /** It says who the agent is. */
  readonly self: boolean;
}

/** Turns a sentence of a prompt into one that the agent can say; undefined where it only instructs. */
export function toSayable(sentence: string, language: Language): Sayable | undefined {
  if (language.silent.test(sentence)) return undefined;
  const self = rewrite(sentence, language.self);
  if (self !== undefined) return sayable(withoutOrder(self, language), true);
  const turned = rewrite(sentence, language.turned);
  if (turned !== undefined) return sayable(turned, false);
  return language.imperative.test(sentence) ? undefined : sayable(sentence, false);
}

function rewrite(sentence: string, rules: readonly Rewrite[]): string | undefined {
  const rule = rules.find(({ from }) => from.test(sentence));
  if (rule === undefined) return undefined;
  const turned = sentence.replace(rule.from, rule.to);
  return (rule.within ?? []).reduce((text, [from, to]) => text.replace(from, to), turned);
}

/** `I am Mara: answer briefly` is cut where it begins to instruct. */
function withoutOrder(text: string, { imperative }: Language): string {
  const [first = "", ...rest] = text.split(/(?<=[:;])\s+/);
  return rest.length > 0 && imperative.test(rest.join(" ")) ? `${first.slice(0, -1)}.` : text;
}

function sayable(text: string, self: boolean): Sayable | undefined {
  const trimmed = text.trim();
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return undefined;
  const capital = trimmed.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return { text: /[.!?…。！？]["”’»)\]」』）]*$/u.test(capital) ? capital : `${capital}${fullStop(capital)}`, self };
}

function fullStop(text: string): string {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]$/u.test(text) ? "。" : ".";
}
