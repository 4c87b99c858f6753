/** The tables as kysely sees them; the same in every SQL dialect. */
import type { Generated, Insertable, Kysely, Selectable } from "kysely";

export interface Tables {
  persona: PersonaTable;
  conversation: ConversationTable;
  conversation_event: EventTable;
  api_key: KeyTable;
  store_check: { id: number; times: number };
}

/** A connection inside a transaction that its owner begins and ends. */
export type Sql = Kysely<Tables>;

interface PersonaTable {
  ordinal: Generated<number>;
  workspace_id: string;
  persona_id: string;
  kind: "user" | "system";
  body: string;
  created_at: string;
  updated_at: string;
  revision: number;
}

interface ConversationTable {
  ordinal: Generated<number>;
  workspace_id: string;
  conversation_id: string;
  persona_id: string;
  status: "active" | "ended";
  body: string;
  created_at: string;
  updated_at: string;
  epoch: number;
  last_seq: number;
  seq_high_water: number;
}

interface EventTable {
  workspace_id: string;
  conversation_id: string;
  seq: number;
  epoch: number;
  at_ms: number;
  type: string;
  body: string;
}

interface KeyTable {
  ordinal: Generated<number>;
  workspace_id: string;
  key_id: string;
  name: string;
  hash: string;
  created_at: string;
}

/** Rows as they travel between threads: flat, with the body as JSON text. */
export type PersonaRecord = Omit<Selectable<PersonaTable>, "ordinal">;
export type ConversationRecord = Omit<
  Selectable<ConversationTable>,
  "ordinal" | "epoch" | "last_seq" | "seq_high_water"
>;
export type EventRecord = Pick<Insertable<EventTable>, "seq" | "at_ms" | "type" | "body">;
export type KeyRecord = Omit<Selectable<KeyTable>, "ordinal">;
