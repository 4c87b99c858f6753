/** Rows for tests, with only what a test is about spelled out. */
import type {
  ConversationAppend,
  ConversationEvent,
  ConversationRow,
  KeyRow,
  PersonaRow,
  Store,
} from "../../ports/store.ts";

const instant = "2026-01-02T03:04:05.678Z";

export function persona(personaId: string, parts: Partial<PersonaRow> = {}): PersonaRow {
  const times = { createdAt: instant, updatedAt: instant };
  return {
    workspaceId: "w1",
    personaId,
    kind: "user",
    body: { persona_name: personaId },
    ...times,
    revision: 1,
    ...parts,
  };
}

export function conversation(conversationId: string, parts: Partial<ConversationRow> = {}): ConversationRow {
  const times = { createdAt: instant, updatedAt: instant };
  return { workspaceId: "w1", conversationId, personaId: "p1", status: "active", body: {}, ...times, ...parts };
}

export function event(seq: number, parts: Partial<ConversationEvent> = {}): ConversationEvent {
  return { seq, atMs: seq * 10, type: "user", body: { text: `words ${seq}` }, ...parts };
}

export function key(keyId: string, parts: Partial<KeyRow> = {}): KeyRow {
  return { workspaceId: "w1", keyId, name: keyId, hash: `hash of ${keyId}`, createdAt: instant, ...parts };
}

export function appendOf(conversationId: string, parts: Partial<ConversationAppend> = {}): ConversationAppend {
  return { workspaceId: "w1", conversationId, epoch: 0, events: [], ...parts };
}

/** The time `minutes` after the others. */
export function later(minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

/** A store with the conversation `c1`, whose first event has seq 1. */
export async function withConversation(store: Store): Promise<Store> {
  await store.conversations.create(conversation("c1"), event(1, { type: "created" }));
  return store;
}
