import { readOutbound } from "@repartee/protocol";
import type { VerboseConversation } from "@repartee/protocol";

import { createConversationView } from "./conversation-view.ts";
import type { ConversationView } from "./conversation-view.ts";
import { foldConversation } from "./fold-conversation.ts";

/** A conversation as its record (`conversations.getVerbose`) tells it: for one that is over, or to read along. */
export function viewRecord(record: VerboseConversation): ConversationView {
  return record.events.reduce((view, event, index) => {
    const result = readOutbound(toFrame(event, index));
    return result.ok ? foldConversation(view, result.frame) : view;
  }, createConversationView());
}

/** The record's events are frames without their numbers, dated in words. */
function toFrame(event: VerboseConversation["events"][number], index: number): unknown {
  const { seq = index, timestamp } = event;
  return { ...event, seq, timestamp: typeof timestamp === "string" ? Date.parse(timestamp) / 1000 : timestamp };
}
