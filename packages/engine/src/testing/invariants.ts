import type { Conversation } from "../conversation.ts";
import type { Effect } from "../effect.ts";
import type { Event } from "../event.ts";

/**
 * Watches a conversation from outside, step by step, and throws where a rule that holds for every order of events is
 * broken. What it remembers is only what was told (effects), never the engine's own state.
 */
export function createWatch(): (event: Event, effects: readonly Effect[], state: Conversation) => void {
  const committed = new Map<number, string>();
  const completed = new Set<number>();
  const reopened = new Set<string>();
  const ended = new Set<string>();
  const started = new Set<string>();
  const told = new Map<string, string>();
  const calls = new Map<string, number>();
  let highest = 0;
  let closed = false;

  function rule(id: string, holds: boolean, detail: string): void {
    if (!holds) throw new Error(`${id}: ${detail}`);
  }

  function watch(effect: Effect, event: Event): void {
    switch (effect.type) {
      case "turn-commit": {
        const again = committed.has(effect.turnIdx);
        rule("E1 turn numbers rise", again || effect.turnIdx > highest, `turn ${effect.turnIdx} after ${highest}`);
        rule(
          "E1 a number returns only after a reopening",
          !again || !completed.has(effect.turnIdx),
          `${effect.turnIdx}`,
        );
        highest = Math.max(highest, effect.turnIdx);
        committed.set(effect.turnIdx, effect.draftId);
        return;
      }
      case "turn-reopen":
        rule("E5 what is completed stays", !completed.has(effect.turnIdx), `turn ${effect.turnIdx} was reopened`);
        reopened.add(effect.draftId);
        return;
      case "speech-start":
      case "speech-delta":
      case "speech-clause": {
        const own = committed.get(effect.turnIdx) === effect.draftId && !reopened.has(effect.draftId);
        rule(
          "E2 only what was released is speech",
          own,
          `${effect.type} of ${effect.draftId} in turn ${effect.turnIdx}`,
        );
        rule("E2 nothing is said after the end", !completed.has(effect.turnIdx), `turn ${effect.turnIdx}`);
        if (effect.type === "speech-delta") {
          const whole = (told.get(effect.draftId) ?? "") + effect.text;
          rule("E2 deltas join to the whole", whole === effect.whole, `${whole} is not ${effect.whole}`);
          told.set(effect.draftId, whole);
        }
        return;
      }
      case "model-start":
        rule("E6 a draft is started once", !started.has(effect.draftId), effect.draftId);
        started.add(effect.draftId);
        return;
      case "model-cancel":
      case "draft-revoke":
      case "draft-discard":
        if (effect.type !== "model-cancel") {
          rule("E6 a draft ends once", !ended.has(effect.draftId), effect.draftId);
          ended.add(effect.draftId);
        }
        return;
      case "record":
        return watchEntry(effect.entry, event);
      default:
        return;
    }
  }

  function watchEntry(entry: Extract<Effect, { type: "record" }>["entry"], event: Event): void {
    if (entry.type === "release") {
      rule("E3 only released words are stored", committed.has(entry.turnIdx), `turn ${entry.turnIdx}`);
    }
    if (entry.type === "reply") {
      rule("E3 only a committed turn is answered", committed.get(entry.turnIdx) === entry.draftId, entry.draftId);
      rule("E3 a reply that was taken back is not stored", !reopened.has(entry.draftId), entry.draftId);
      rule("E4 a turn is completed once", !completed.has(entry.turnIdx), `turn ${entry.turnIdx} at ${event.type}`);
      rule("E4 the text is what was told", entry.text === (told.get(entry.draftId) ?? ""), entry.text);
      rule("E4 heard is a beginning of the text", entry.text.startsWith(entry.heard), entry.heard);
      completed.add(entry.turnIdx);
      calls.set(entry.draftId, entry.numbers.calls);
    }
    if (entry.type === "tool-call") {
      rule("E3 only a committed draft calls a tool", committed.get(entry.turnIdx) === entry.draftId, entry.callId);
    }
  }

  return (event, effects, state) => {
    rule("E7 closed stays closed", !closed || effects.length === 0, `${event.type} did ${effects[0]?.type ?? ""}`);
    for (const effect of effects) watch(effect, event);
    const turns = state.context.history.filter((item) => item.type === "turn");
    for (const turn of turns) {
      rule("E3 only what is completed is history", completed.has(turn.turnIdx), `turn ${turn.turnIdx}`);
    }
    rule("E3 history holds a turn once", new Set(turns.map((turn) => turn.turnIdx)).size === turns.length, "twice");
    for (const draft of state.drafts) rule("E6 a draft that ended is gone", !ended.has(draft.id), draft.id);
    if (state.session.phase === "ended") {
      closed = true;
      for (const turnIdx of committed.keys())
        rule("E4 the end completes every turn", completed.has(turnIdx), `${turnIdx}`);
      rule("E6 the end stops every draft", state.drafts.length === 0, `${state.drafts.length} drafts`);
    }
  };
}
