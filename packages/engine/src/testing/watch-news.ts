import type { Conversation } from "../conversation.ts";
import type { Event, ModelEvent } from "../event.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** E21: news of a generation that does not run is noise, but for a late count of tokens; at the end none runs. */
export function createNewsWatch(): Watch {
  const running = new Set<string>();
  const cancelled = new Set<string>();
  const started = new Set<string>();
  let before: Conversation | undefined;

  /** What this news may still change. */
  function isNoise(event: ModelEvent): boolean {
    if (running.has(event.draftId)) return false;
    const late = event.type === "model-usage" && started.has(event.draftId) && !cancelled.has(event.draftId);
    return !late;
  }

  function onNews(event: ModelEvent, { effects, state }: Seen): void {
    const told = `${event.type} of ${event.draftId}`;
    // The first event of a conversation may begin what waited for one.
    if (isNoise(event) && before !== undefined) {
      rule("E21 news of what does not run is told to nobody", effects.length === 0, told);
      const parts = Object.values(before);
      const same = Object.values(state).every((part, index) => isSame(part, parts[index]));
      rule("E21 news of what does not run changes nothing", same, told);
    }
    if (event.type === "model-finish" || event.type === "model-failure") running.delete(event.draftId);
  }

  return (seen) => {
    const { event, effects, state } = seen;
    if (isNews(event)) onNews(event, seen);
    for (const effect of effects) {
      if (effect.type === "model-start") {
        running.add(effect.draftId);
        started.add(effect.draftId);
      }
      if (effect.type !== "model-cancel") continue;
      running.delete(effect.draftId);
      cancelled.add(effect.draftId);
    }
    const ended = state.session.phase === "ended";
    rule("E21 at the end nothing runs", !ended || running.size === 0, [...running].join());
    before = state;
  };
}

function isNews(event: Event): event is ModelEvent {
  return event.type.startsWith("model-");
}

/** A part that was built anew may be what it was; most are the same object. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
