import type { Draft } from "../drafts/draft.ts";
import type { Effect, Entry } from "../effect.ts";
import type { Event } from "../event.ts";
import type { Settings } from "../session/session.ts";
import { draftsFor, speculationModes } from "../policy/modes.ts";
import { isSameWords } from "../transcript/words.ts";
import { replyOf } from "../turn/turn.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** E6, E14: every generation is started once, belongs to a draft or to the reply, and ends; a turn's numbers add up. */
export function createDraftWatch(settings: Pick<Settings, "speculation">): Watch {
  const budget = draftsFor(speculationModes[settings.speculation], Number.POSITIVE_INFINITY);
  const started = new Set<string>();
  const running = new Set<string>();
  const speculative = new Set<string>();
  const ended = new Set<string>();
  const committed = new Set<string>();
  const prepared = new Map<string, string[]>();
  let answered: string | undefined;

  function onEvent(event: Event): void {
    if (event.type === "model-finish" || event.type === "model-failure") running.delete(event.draftId);
  }

  function onDraft(effect: Effect): void {
    if (effect.type === "draft-start") {
      rule("E6 only a persona that speculates has drafts", settings.speculation !== "off", effect.draftId);
      speculative.add(effect.draftId);
    }
    if (effect.type === "draft-clause") {
      const clauses = prepared.get(effect.draftId) ?? [];
      const alive = speculative.has(effect.draftId) && !ended.has(effect.draftId) && !committed.has(effect.draftId);
      rule("E2 a clause is prepared of a draft that waits", alive, effect.draftId);
      rule("E2 prepared clauses are counted", effect.index === clauses.length, `${effect.index} of ${effect.draftId}`);
      prepared.set(effect.draftId, [...clauses, effect.text]);
    }
    if (effect.type === "draft-withdraw") {
      rule("E2 what was prepared is withdrawn once", prepared.delete(effect.draftId), effect.draftId);
    }
    if (effect.type === "speech-clause" && prepared.get(effect.draftId)?.[effect.index] !== undefined) {
      const same = prepared.get(effect.draftId)?.[effect.index] === effect.text;
      rule("E2 what was prepared is said as it was", same, `${effect.text} of ${effect.draftId}`);
    }
    if (effect.type === "draft-revoke" || effect.type === "draft-discard") {
      rule("E2 no clause of a draft that ended stays prepared", !prepared.has(effect.draftId), effect.draftId);
      rule("E6 a draft ends once", !ended.has(effect.draftId), effect.draftId);
      rule("E6 only what was started ends", speculative.has(effect.draftId), effect.draftId);
      ended.add(effect.draftId);
    }
    if (effect.type === "draft-adopt") {
      rule("E6 only a draft that is alive is adopted", !ended.has(effect.draftId), effect.draftId);
    }
  }

  function onModel(effect: Effect): void {
    if (effect.type === "model-start") {
      const generation = `${effect.draftId}, round ${effect.round}`;
      rule("E6 a generation is started once", !started.has(generation), generation);
      rule("E6 one generation of a draft runs at a time", !running.has(effect.draftId), generation);
      const before = effect.round === 0 || started.has(`${effect.draftId}, round ${effect.round - 1}`);
      rule("E6 rounds come one after the other", before, generation);
      const free = effect.purpose === "summary" || answered === undefined || answered === effect.draftId;
      rule("E6 no other generation is started while a reply is made", free, effect.draftId);
      started.add(generation);
      running.add(effect.draftId);
    }
    if (effect.type === "model-cancel") {
      rule("E6 only what runs is cancelled", running.delete(effect.draftId), effect.draftId);
    }
  }

  function onEffect(effect: Effect): void {
    onDraft(effect);
    onModel(effect);
    if (effect.type === "turn-commit") {
      rule("E6 a draft answers one turn", !committed.has(effect.draftId), effect.draftId);
      committed.add(effect.draftId);
      answered = effect.draftId;
    }
    if (effect.type === "turn-reopen") {
      answered = undefined;
      // Whoever is told of it drops everything of this draft.
      prepared.delete(effect.draftId);
    }
    if (effect.type === "record" && effect.entry.type === "reply") {
      watchNumbers(effect.entry, budget);
      answered = undefined;
    }
  }

  return ({ event, effects, state }: Seen) => {
    onEvent(event);
    for (const effect of effects) onEffect(effect);
    const { run } = state.summary;
    const alone = [replyOf(state.turn)?.draft.id, run?.draftId, state.warming.run?.draftId];
    const owned = new Set([...state.drafts.map((draft) => draft.id), ...alone]);
    for (const draftId of running) rule("E6 what runs is owned", owned.has(draftId), draftId);
    for (const draft of state.drafts) rule("E6 a draft that ended is gone", !ended.has(draft.id), draft.id);
    watchTwins(state.drafts);
    rule("E14 drafts have a budget", state.drafts.length <= budget, state.drafts.length);
    rule(
      "E6 drafts belong to an open turn",
      state.turn.phase === "open" || state.drafts.length === 0,
      state.turn.phase,
    );
  };
}

/** Three on the same words are a draft and its hedges; behind the first clause of one there is no other. */
function watchTwins(drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const twins = drafts.filter(
      (one) => one.contextVersion === draft.contextVersion && isSameWords(one.words, draft.words),
    );
    rule("E20 three drafts on the same words at the most", twins.length <= 3, draft.id);
    const outrun = draft.readyAt === undefined && twins.some((one) => one.readyAt !== undefined);
    rule("E20 the first draft to have a clause is the one", !outrun, draft.id);
  }
}

function watchNumbers({ numbers }: Extract<Entry, { type: "reply" }>, budget: number): void {
  const { started, adopted, salvaged, revoked, discarded } = numbers.drafts;
  const told = JSON.stringify(numbers);
  rule("E14 drafts have a budget", started <= budget, told);
  rule("E14 every draft has one end", started === adopted + salvaged + revoked + discarded, told);
  rule("E14 at most one is adopted", adopted <= 1 && (adopted === 1) === (numbers.rung !== undefined), told);
  rule("E14 every draft is a call", numbers.calls >= started, told);
  rule("E14 a head start needs a draft", numbers.headStartMs === 0 || adopted === 1, told);
  const { lastWordAt, endedAt, releasedAt, firstWordsAt = releasedAt } = numbers;
  rule("E14 times rise", lastWordAt <= endedAt && endedAt <= releasedAt && releasedAt <= firstWordsAt, told);
  rule("E14 tokens are counted up", numbers.tokens.wasted >= 0 && numbers.tokens.out >= 0, told);
}
