import type { InboundFrame } from "@repartee/protocol";
import type { ModelUsage } from "./model-client.ts";
import type { ConversationRow, JsonObject, PersonaRow } from "./store.ts";

/** The running conversations, as the doors in front of them need them. */
export interface ConversationDirectory {
  create(input: ConversationStart): Promise<ConversationRow>;
  /** Posts an event into a conversation, waking it if it sleeps. */
  interact(workspaceId: string, conversationId: string, frame: InboundFrame): Promise<InteractionOutcome>;
  end(workspaceId: string, conversationId: string, reason: string): Promise<"ended" | "already-ended" | "unknown">;
  delete(workspaceId: string, conversationId: string): Promise<boolean>;
  /** What `verbose=true` adds. */
  record(workspaceId: string, conversationId: string): Promise<ConversationRecord | undefined>;
  /** Why one turn went as it did, from memory or from the store; wakes nobody. */
  turn(workspaceId: string, conversationId: string, turnIdx: number): Promise<TurnRecord>;
}

export interface ConversationStart {
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly persona: PersonaRow;
  /** The whole Create Conversation body, unknown fields included. */
  readonly body: JsonObject;
  readonly createdAt: string;
}

export type InteractionOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: "unknown" | "ended" }
  /** The conversation is there, and cannot follow this frame. */
  | { readonly ok: false; readonly reason: "refused"; readonly message: string };

/** The flight record of a turn, or that there is none; `newest` is undefined before the first turn. */
export type TurnRecord =
  | { readonly ok: true; readonly turn: JsonObject }
  | { readonly ok: false; readonly reason: "unknown" }
  | { readonly ok: false; readonly reason: "no-turn"; readonly newest: number | undefined };

export interface ConversationRecord {
  readonly events: readonly JsonObject[];
  readonly transcript: readonly JsonObject[];
  readonly usage: ConversationUsage;
  readonly shutdownReason?: string;
}

/** What a conversation has used, over all turns that are over; `cached` is a part of `in`. */
export interface ConversationUsage {
  readonly turns: number;
  /** Requests sent to a model for them, aborted ones included. */
  readonly calls: number;
  /** Tool calls. */
  readonly tools: number;
  /** `wasted` and `wastedIn`: what discarded drafts put out and took in; not in the others. */
  readonly tokens: ModelUsage & { readonly wasted: number; readonly wastedIn: number };
  /** Of the context, beside the turns. */
  readonly summaries: ModelUsage & { readonly count: number };
  /** In the operator's currency, discarded drafts and summaries included; undefined where no price is known. */
  readonly cost: number | undefined;
}
