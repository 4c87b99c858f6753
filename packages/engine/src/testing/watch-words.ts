import type { HistoryItem } from "../context/context.ts";
import type { Effect } from "../effect.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** E22: the user's words are in the history once, in order, and a request asks for an answer to them once. */
export function createWordsWatch(): Watch {
  const released = new Map<number, string>();
  const asked = new Map<string, string>();
  const kept = new Set<number>();
  let history: readonly HistoryItem[] = [];

  function onStart(effect: Extract<Effect, { type: "model-start" }>): void {
    if (effect.purpose !== "reply") return;
    const users = effect.messages.filter(({ role }) => role === "user").map(({ content }) => content);
    const words = asked.get(effect.draftId);
    rule("E22 a request ends with the words that it answers", users.at(-1) === words, effect.draftId);
    const turns = history.filter((item) => item.type === "turn" && item.user !== undefined).length;
    rule("E22 a request holds no turn twice", users.length <= turns + 1, `${users.length} of ${turns}`);
  }

  function onHistory(items: readonly HistoryItem[], whole: boolean): void {
    let last = 0;
    for (const item of items) {
      if (item.type !== "turn") continue;
      rule("E22 turns stand in the history in their order", item.turnIdx > last, item.turnIdx);
      last = item.turnIdx;
      if (kept.has(item.turnIdx)) continue;
      kept.add(item.turnIdx);
      // What is too long for the room may be cut at once.
      const same = (item.user ?? "") === released.get(item.turnIdx);
      rule("E22 what is kept is what was released last", same || !whole, item.user ?? "nothing");
    }
  }

  return ({ effects, state }: Seen) => {
    const cut = effects.some((effect) => effect.type === "warning" && effect.code === "context_trimmed");
    for (const effect of effects) {
      if (effect.type === "draft-start" || effect.type === "turn-commit") {
        asked.set(effect.draftId, effect.transcript);
      }
      if (effect.type === "record" && effect.entry.type === "release") {
        released.set(effect.entry.turnIdx, effect.entry.text);
      }
    }
    if (state.context.history !== history) onHistory(state.context.history, !cut);
    const shorter = state.context.history.length < history.length;
    if (!shorter) history = state.context.history;
    for (const effect of effects) if (effect.type === "model-start") onStart(effect);
    history = state.context.history;
  };
}
