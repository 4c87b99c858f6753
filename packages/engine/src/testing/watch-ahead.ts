import type { Effect } from "../effect.ts";
import type { Event } from "../event.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** What is known from outside of one answer of the model. */
interface Answer {
  readonly turnIdx: number;
  readonly continueFrom: string;
  /** What its model put out. */
  text: string;
  running: boolean;
  /** It was ended, or its reply was taken back. */
  gone: boolean;
}

/** E18, E19: what is said comes from its own generation or from an opener of its turn, and what only warms says nothing. */
export function createAheadWatch(): Watch {
  const answers = new Map<string, Answer>();
  const turns = new Map<string, number>();
  const warmed = new Set<string>();
  let warm: string | undefined;

  function onEvent(event: Event): void {
    if (event.type === "model-text") {
      const answer = answers.get(event.draftId);
      if (answer?.running === true) answer.text += event.text;
    }
    if (event.type === "model-finish" || event.type === "model-failure") onStop(event.draftId);
  }

  function onStop(draftId: string): void {
    const answer = answers.get(draftId);
    if (answer !== undefined) answer.running = false;
    if (draftId === warm) warm = undefined;
  }

  function onStart(effect: Extract<Effect, { type: "model-start" }>): void {
    const { draftId, continueFrom = "" } = effect;
    if (effect.purpose === "warm") {
      rule("E19 one request warms at a time", warm === undefined, draftId);
      warm = draftId;
      warmed.add(draftId);
    }
    if (effect.purpose !== "reply") return;
    const before = answers.get(draftId);
    if (before !== undefined) {
      before.running = true;
      return;
    }
    const turnIdx = turns.get(draftId) ?? 0;
    const carried = [...answers.values()].some(
      (one) => one.gone && one.turnIdx === turnIdx && wholeOf(one).startsWith(squeeze(continueFrom)),
    );
    rule("E18 an opener is of a draft of the same turn that ended", continueFrom === "" || carried, continueFrom);
    answers.set(draftId, { turnIdx, continueFrom, text: "", running: true, gone: false });
  }

  function onEffect(effect: Effect): void {
    if (effect.type === "draft-start" || effect.type === "turn-commit") turns.set(effect.draftId, effect.turnIdx);
    if (effect.type === "model-start") return onStart(effect);
    if (effect.type === "model-cancel") onStop(effect.draftId);
    if ("draftId" in effect && effect.type !== "model-cancel") {
      rule("E19 what warms says nothing", !warmed.has(effect.draftId), effect.type);
    }
    if (effect.type === "draft-revoke" || effect.type === "draft-discard" || effect.type === "turn-reopen") {
      const answer = answers.get(effect.draftId);
      if (answer !== undefined) answer.gone = true;
    }
    if (effect.type !== "speech-delta") return;
    const answer = answers.get(effect.draftId);
    const own = answer === undefined || wholeOf(answer).startsWith(squeeze(effect.whole));
    rule("E18 what is said is its opener, once, and its own words", own, effect.whole);
  }

  return ({ event, effects, state }: Seen) => {
    onEvent(event);
    for (const effect of effects) onEffect(effect);
    const started = effects.some((effect) => effect.type === "model-start" && effect.purpose === "warm");
    const free = state.drafts.length === 0 && (state.turn.phase === "idle" || state.turn.phase === "open");
    rule("E19 nothing is warmed while something is drafted or answered", !started || free, state.turn.phase);
  };
}

function wholeOf({ continueFrom, text }: Answer): string {
  return squeeze(continueFrom + text);
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/gu, "");
}
