import type { ChatMessage } from "@repartee/engine";
import { readMaterial, type Material, type Passage } from "./material.ts";
import type { Phrases } from "./languages/language.ts";
import { readUtterance, type Utterance } from "./utterance.ts";

/** What the understudy answers to a request, as one text. The same request gives the same text. */
export function composeAnswer(messages: readonly ChatMessage[], hostedName: string): string {
  const scene = readScene(messages);
  const { phrases } = scene.material.language;
  const standIn = phrases.standIn.replace("{name}", hostedName);
  if (scene.utterance.acts.has("model")) return standIn;
  const answer = reply(scene);
  const known = scene.said.some((text) => text.includes(phrases.notice) || text.includes(standIn));
  return known ? answer : say(scene, phrases.notice, answer);
}

interface Scene {
  readonly material: Material;
  readonly utterance: Utterance;
  /** The terms of what was asked before, for what says only `tell me more`. */
  readonly previous: readonly string[] | undefined;
  /** Nothing was said to it: it is asked to begin. */
  readonly opening: boolean;
  /** What the agent said so far, the latest last. */
  readonly said: readonly string[];
}

function readScene(messages: readonly ChatMessage[]): Scene {
  const material = readMaterial(messages);
  const spoken = messages.filter(({ role, content }) => role !== "system" && role !== "tool" && content !== "");
  const asked = spoken.filter(({ role }) => role === "user").map(({ content }) => content);
  const opening = spoken.at(-1)?.role !== "user";
  const read = (text: string | undefined): Utterance => readUtterance(text ?? "", material.language);
  const before = opening ? asked : asked.slice(0, -1);
  return {
    material,
    utterance: read(opening ? "" : asked.at(-1)),
    previous: before.map((text) => read(text).terms).findLast((terms) => terms.length > 0),
    opening,
    said: spoken.filter(({ role }) => role === "assistant").map(({ content }) => content),
  };
}

function reply(scene: Scene): string {
  const { material, utterance, opening } = scene;
  const { acts, terms, asks } = utterance;
  if (opening) return greet(scene);
  if (acts.has("identity")) return introduce(scene);
  const polite = acts.has("greeting") ? pick(scene, "hello") : undefined;
  if (acts.has("more")) return goOn(scene);
  if (material.find(terms).length > 0) return say(scene, polite, tell(scene, terms));
  if (terms.length === 0 && asks && scene.previous !== undefined) return tell(scene, scene.previous);
  if (asks && terms.length > 0) return say(scene, polite, pick(scene, "unknown"));
  return courtesy(scene) ?? pick(scene, asks ? "unknown" : "askBack");
}

/** What is found about the matter and was not just said: one sentence, or two that go together. */
function tell(scene: Scene, terms: readonly string[]): string {
  const { material, said } = scene;
  const latest = said.at(-1) ?? "";
  const found = material.find(terms);
  if (found.length === 0) return pick(scene, "unknown");
  const fresh = found.filter(({ passage }) => !latest.includes(passage.text));
  const [best] = fresh;
  if (best === undefined) return pick(scene, "nothingMore");
  const close = fresh.filter(({ score }) => score >= closeScore * best.score).map(({ passage }) => passage);
  const [first = best.passage, second] = inOrder(close);
  const next = material.passages[first.at + 1];
  return join(scene, first, next?.leans === true ? next : second);
}

/** What was found by its heading is a list, and said in the order of the list. */
function inOrder(close: readonly Passage[]): readonly Passage[] {
  const heading = close[0]?.heading ?? "";
  if (heading === "") return close;
  return close.filter((passage) => passage.heading === heading).toSorted((one, other) => one.at - other.at);
}

/** What was not said yet about what was asked last, then what stands behind what was said last. */
function goOn(scene: Scene): string {
  const { material, said, previous } = scene;
  const isNew = ({ text }: Passage): boolean => !said.some((one) => one.includes(text));
  const fresh = material.find(previous ?? []).find(({ passage }) => !passage.self && isNew(passage))?.passage;
  const latest = material.passages.findLast((passage) => !isNew(passage));
  const next = fresh ?? material.passages.slice((latest?.at ?? -1) + 1).find(isNew);
  return next === undefined ? pick(scene, "nothingMore") : next.text;
}

/** So much of the best score a second sentence must have. */
const closeScore = 0.6;
/** Two sentences that are longer together are too long to listen to. */
const longestPair = 300;

function join(scene: Scene, first: Passage, second: Passage | undefined): string {
  const repeated = second === undefined || (scene.said.at(-1) ?? "").includes(second.text);
  if (repeated || second === first || first.text.length + second.text.length > longestPair) return first.text;
  return say(scene, first.text, second.text);
}

/** Sentences one after the other; Japanese needs no blank between them. */
function say({ material }: Scene, ...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(material.language.code === "ja" ? "" : " ");
}

function introduce(scene: Scene): string {
  const [first, second] = scene.material.passages.filter(({ self }) => self);
  if (first === undefined) return scene.material.language.phrases.notice.replaceAll(/[()（）]/g, "");
  if ((scene.said.at(-1) ?? "").includes(first.text)) return second?.text ?? pick(scene, "nothingMore");
  return join(scene, first, second);
}

function greet(scene: Scene): string {
  const self = scene.said.length === 0 ? scene.material.passages.find((passage) => passage.self)?.text : undefined;
  return say(scene, pick(scene, "hello"), self, pick(scene, "whatNow"));
}

/** What is answered to courtesies alone; undefined where there was none. */
function courtesy(scene: Scene): string | undefined {
  const { acts } = scene.utterance;
  const fine = acts.has("wellbeing") ? pick(scene, "fine") : undefined;
  const welcome = acts.has("thanks") ? pick(scene, "welcome") : undefined;
  const goodbye = acts.has("goodbye") ? pick(scene, "goodbye") : undefined;
  const answered = say(scene, fine, welcome, goodbye);
  if (!acts.has("greeting") || goodbye !== undefined) return answered === "" ? undefined : answered;
  return answered === "" ? greet(scene) : say(scene, pick(scene, "hello"), answered);
}

/** What has several ways to be said. */
type Choice = Exclude<keyof Phrases, "notice" | "standIn">;

/** A way to say it that was not said just before. */
function pick({ material, said }: Scene, choice: Choice): string {
  const ways = material.language.phrases[choice];
  const latest = said.at(-1) ?? "";
  return ways.find((way) => !latest.includes(way)) ?? ways[0] ?? "";
}
