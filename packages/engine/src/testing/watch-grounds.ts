import type { Effect } from "../effect.ts";
import { contradictsLadder, everyRung, matchLadder } from "../policy/ladder/ladder.ts";
import { speculationModes } from "../policy/modes.ts";
import type { Settings } from "../session/session.ts";
import { toWords } from "../transcript/words.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** E24: a draft is adopted for words that it answers, and knows all that was known when they ended. */
export function createGroundsWatch({ speculation }: Pick<Settings, "speculation">): Watch {
  const rungs = speculation === "off" ? everyRung : speculationModes[speculation].rungs;
  const drafts = new Map<string, { readonly transcript: string; readonly changes: number }>();
  let changes = 0;
  let committed = "";

  function onAdopt({ draftId, rung }: Extract<Effect, { type: "draft-adopt" }>): void {
    const draft = drafts.get(draftId);
    rule("E24 what is adopted was a draft", draft !== undefined, draftId);
    if (draft === undefined) return;
    rule("E24 what is adopted knows of every result, note and turn", draft.changes === changes, draftId);
    const matched = matchLadder(toWords(draft.transcript), toWords(committed), rungs);
    const told = `${rung}: ${JSON.stringify(draft.transcript)} for ${JSON.stringify(committed)}`;
    rule("E24 what is adopted answers the words of its turn", matched === rung, told);
  }

  return ({ effects, state }: Seen) => {
    for (const effect of effects) {
      if (effect.type === "draft-start") drafts.set(effect.draftId, { transcript: effect.transcript, changes });
      if (effect.type === "turn-commit") committed = effect.transcript;
      if (effect.type === "draft-adopt") onAdopt(effect);
      if (isHardChange(effect)) changes += 1;
    }
    const { version } = state.context;
    for (const draft of state.drafts) {
      rule("E24 a draft that does not know all is over", draft.contextVersion === version, draft.id);
      const heard = state.turn.phase === "open" ? state.turn.user.words : draft.words;
      rule("E24 a draft that the words rule out is over", !contradictsLadder(draft.words, heard, rungs), draft.id);
    }
  };
}

/** What the model is told of from now on. */
function isHardChange(effect: Effect): boolean {
  if (effect.type !== "record") return false;
  return effect.entry.type === "context" || effect.entry.type === "tool-result" || effect.entry.type === "reply";
}
