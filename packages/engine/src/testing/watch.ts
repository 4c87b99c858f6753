import type { Conversation } from "../conversation.ts";
import type { Effect } from "../effect.ts";
import type { Event } from "../event.ts";

/** What a watch sees of one step. */
export interface Seen {
  readonly event: Event;
  readonly effects: readonly Effect[];
  readonly state: Conversation;
}

export type Watch = (seen: Seen) => void;

/** Throws where a rule does not hold. */
export function rule(id: string, holds: boolean, detail: string | number): void {
  if (!holds) throw new Error(`${id}: ${detail}`);
}
