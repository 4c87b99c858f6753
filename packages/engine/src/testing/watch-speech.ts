import type { Effect, Entry } from "../effect.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** What was said of one utterance. */
interface Utterance {
  readonly draftId: string;
  text: string;
  deltas: number;
  readonly clauses: string[];
  final: boolean;
}

/** E2, E12, E13: words leave only between commit and completion, whole, in order, and both sides take turns openly. */
export function createSpeechWatch(): Watch {
  let spoken: Utterance | undefined;
  let replicaSpeaks = false;
  let userSpeaks = false;

  function own(effect: { readonly type: string; readonly draftId: string }): Utterance {
    if (spoken?.draftId === effect.draftId && !spoken.final) return spoken;
    throw new Error(`E2 only what was released, and is not over, is speech: ${effect.type} of ${effect.draftId}`);
  }

  function onDelta(effect: Extract<Effect, { type: "speech-delta" }>): void {
    const utterance = own(effect);
    rule("E2 deltas are numbered", effect.index === utterance.deltas, effect.index);
    utterance.deltas += 1;
    utterance.text += effect.text;
    rule("E2 deltas join to the whole", utterance.text === effect.whole, effect.whole);
  }

  function onClause(effect: Extract<Effect, { type: "speech-clause" }>): void {
    const utterance = own(effect);
    rule("E13 clauses are numbered", effect.index === utterance.clauses.length, effect.index);
    utterance.clauses.push(effect.text);
    utterance.final = effect.final;
    if (effect.final) expectWhole(utterance, "final");
  }

  function expectWhole(utterance: Utterance, moment: string): void {
    const joined = squeeze(utterance.clauses.join(""));
    const text = squeeze(utterance.text);
    const holds = utterance.final ? joined === text : text.startsWith(joined);
    rule("E13 clauses join to what was said", holds, `${joined} is not ${text} (${moment})`);
  }

  function onReply(entry: Extract<Entry, { type: "reply" }>): void {
    if (spoken !== undefined) expectWhole(spoken, "reply");
    rule("E4 the text is what was told", entry.text === (spoken?.text ?? ""), entry.text);
    rule("E4 heard is a beginning of the text", entry.text.startsWith(entry.heard), entry.heard);
    const { firstWordsAt, gapMs } = entry.numbers;
    rule("E4 first words have a time", (firstWordsAt === undefined) === (entry.text === ""), firstWordsAt ?? "none");
    rule("E4 the gap is known with them", (gapMs === undefined) === (firstWordsAt === undefined), gapMs ?? "none");
    rule("E12 the agent is silent behind its turn", !replicaSpeaks, entry.turnIdx);
    spoken = undefined;
  }

  function onEffect(effect: Effect): void {
    if (effect.type === "turn-commit") {
      spoken = { draftId: effect.draftId, text: "", deltas: 0, clauses: [], final: false };
    }
    if (effect.type === "turn-reopen" && spoken !== undefined) expectWhole(spoken, "reopened");
    if (effect.type === "turn-reopen") spoken = undefined;
    if (effect.type === "speech-delta") onDelta(effect);
    if (effect.type === "speech-clause") onClause(effect);
    if (effect.type === "speech-start" || effect.type === "speech-stop") {
      rule("E12 the agent starts and stops in turn", replicaSpeaks === (effect.type === "speech-stop"), effect.type);
      replicaSpeaks = effect.type === "speech-start";
    }
    if (effect.type === "user-start" || effect.type === "user-stop") {
      rule("E12 the user starts and stops in turn", userSpeaks === (effect.type === "user-stop"), effect.type);
      userSpeaks = effect.type === "user-start";
    }
    if (effect.type === "record" && effect.entry.type === "reply") onReply(effect.entry);
  }

  return ({ event, effects, state }: Seen) => {
    for (const effect of effects) onEffect(effect);
    const answers = state.turn.phase === "released" || state.turn.phase === "settled";
    rule("E12 an interrupt ends what is said", event.type !== "interrupt" || !answers, state.turn.phase);
    const quiet = state.turn.phase === "idle" && !state.floor.voice;
    rule("E12 nobody speaks where nothing is said", !quiet || !(userSpeaks || replicaSpeaks), state.floor.phase);
  };
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/gu, "");
}
