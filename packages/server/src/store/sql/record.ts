/** Rows of the port to records of the tables, and back. */
import type { ConversationEvent, ConversationRow, KeyRow, PersonaRow } from "../../ports/store.ts";
import { readBody, writeBody } from "../json-body.ts";
import type { ConversationRecord, EventRecord, KeyRecord, PersonaRecord } from "./tables.ts";

export function toPersonaRecord(row: PersonaRow): PersonaRecord {
  return {
    workspace_id: row.workspaceId,
    persona_id: row.personaId,
    kind: row.kind,
    body: writeBody(row.body),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    revision: row.revision,
  };
}

export function fromPersonaRecord(record: PersonaRecord): PersonaRow {
  return {
    workspaceId: record.workspace_id,
    personaId: record.persona_id,
    kind: record.kind,
    body: readBody(record.body),
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    revision: record.revision,
  };
}

export function toConversationRecord(row: ConversationRow): ConversationRecord {
  return {
    workspace_id: row.workspaceId,
    conversation_id: row.conversationId,
    persona_id: row.personaId,
    status: row.status,
    body: writeBody(row.body),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

export function fromConversationRecord(record: ConversationRecord): ConversationRow {
  return {
    workspaceId: record.workspace_id,
    conversationId: record.conversation_id,
    personaId: record.persona_id,
    status: record.status,
    body: readBody(record.body),
    createdAt: record.created_at,
    updatedAt: record.updated_at,
  };
}

export function toEventRecord(event: ConversationEvent): EventRecord {
  return { seq: event.seq, at_ms: event.atMs, type: event.type, body: writeBody(event.body) };
}

export function fromEventRecord(record: EventRecord): ConversationEvent {
  return { seq: record.seq, atMs: record.at_ms, type: record.type, body: readBody(record.body) };
}

export function toKeyRecord(row: KeyRow): KeyRecord {
  return {
    workspace_id: row.workspaceId,
    key_id: row.keyId,
    name: row.name,
    hash: row.hash,
    created_at: row.createdAt,
  };
}

export function fromKeyRecord(record: KeyRecord): KeyRow {
  return {
    workspaceId: record.workspace_id,
    keyId: record.key_id,
    name: record.name,
    hash: record.hash,
    createdAt: record.created_at,
  };
}
