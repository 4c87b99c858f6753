import type { Conversation } from "../conversation.ts";
import type { Effect } from "../effect.ts";
import type { Event } from "../event.ts";
import type { Settings } from "../session/session.ts";
import { rule } from "./watch.ts";
import { createAnswerWatch } from "./watch-answers.ts";
import { createAheadWatch } from "./watch-ahead.ts";
import { createDraftWatch } from "./watch-drafts.ts";
import { createGroundsWatch } from "./watch-grounds.ts";
import { createNewsWatch } from "./watch-news.ts";
import { createPrefixWatch } from "./watch-prefix.ts";
import { createSpeechWatch } from "./watch-speech.ts";
import { createTimerWatch } from "./watch-timers.ts";
import { createToolWatch } from "./watch-tools.ts";
import { createWordsWatch } from "./watch-words.ts";

/**
 * Watches a conversation from outside, step by step, and throws where a rule that holds for every order of events is
 * broken. What it remembers is only what was told (events and effects), never the engine's own state.
 */
export function createWatch(
  settings: Pick<Settings, "speculation">,
): (event: Event, effects: readonly Effect[], state: Conversation) => void {
  const watches = [
    createAnswerWatch(),
    createSpeechWatch(),
    createDraftWatch(settings),
    createAheadWatch(),
    createToolWatch(),
    createTimerWatch(),
    createNewsWatch(),
    createWordsWatch(),
    createPrefixWatch(),
    createGroundsWatch(settings),
  ];
  let ended = false;
  return (event, effects, state) => {
    rule("E7 an ended conversation answers nothing", !ended || effects.length === 0, event.type);
    if (ended) return;
    for (const watch of watches) watch({ event, effects, state });
    ended = state.session.phase === "ended";
  };
}
