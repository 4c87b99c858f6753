import { createConversationView } from "@repartee/client";
import type { ConnectionState, ConversationView } from "@repartee/client";
import { createLanes } from "@repartee/client/lane";
import type { Lanes } from "@repartee/client/lane";
import type { TurnsBy } from "@repartee/protocol";

/** What the page knows of the conversation that it is in. Whatever does not change keeps its identity. */
export interface TalkSnapshot {
  readonly conversationId: string;
  readonly view: ConversationView;
  /** The same turns as they ran: what was drafted when, and who waited for what. */
  readonly lanes: Lanes;
  /** Frames in the trace, and frames that came when it was full; it is whole up to there. */
  readonly recorded: number;
  readonly unrecorded: number;
  /** Undefined where there is nothing to connect to: a record of a conversation that is over. */
  readonly connection: ConnectionState | undefined;
  /** When the connection got into its phase, on the page's clock. */
  readonly phaseSinceMs: number;
  /** When the model began to be loaded, on the page's clock; only of interest while the view says that it is. */
  readonly loadingSinceMs: number;
  readonly turnsBy: TurnsBy;
  /** How many utterances were typed to their end: whoever holds the words starts anew when it rises. */
  readonly utterances: number;
  /** Why the conversation cannot be shown, or something could not be sent. */
  readonly failure: string | undefined;
}

export function createSnapshot(conversationId: string, turnsBy: TurnsBy, nowMs: number): TalkSnapshot {
  return {
    conversationId,
    view: createConversationView(),
    lanes: createLanes(),
    recorded: 0,
    unrecorded: 0,
    connection: undefined,
    phaseSinceMs: nowMs,
    loadingSinceMs: nowMs,
    turnsBy,
    utterances: 0,
    failure: undefined,
  };
}

/** Whether words can be said now, or will be as soon as the connection is back. */
export function canTalk({ view, connection }: TalkSnapshot): boolean {
  return view.ended === undefined && connection !== undefined && connection.phase !== "closed";
}

/** Whether there is an answer that can be interrupted. */
export function isAnswering({ view }: TalkSnapshot): boolean {
  return view.replicaSpeaking || view.turns.at(-1)?.phase === "released";
}
