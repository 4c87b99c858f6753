import type { Json, JsonObject, PersonaRow } from "../ports/store.ts";
import { isDeepStrictEqual } from "node:util";
import { maskSecrets } from "./persona-secrets.ts";
import { toPersonaWords } from "./vocabulary.ts";

/** What a persona shows for a field that was never set: clients, and patches that `replace`, expect it to be there. */
const DEFAULTS: JsonObject = {
  persona_name: null,
  system_prompt: null,
  pipeline_mode: null,
  context: null,
  default_replica_id: null,
  document_ids: [],
  document_tags: [],
  layers: {},
};

/** What the server itself says about a persona; a client's word for it is not stored. */
const READ_ONLY = ["persona_id", "persona_type", "created_at", "updated_at"];

/** A persona as its owner sees it: flat, with every field, secrets masked. */
export function personaDocument(row: PersonaRow): JsonObject {
  return {
    persona_id: row.personaId,
    ...DEFAULTS,
    ...maskSecrets(row.body),
    persona_type: row.kind,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

/** The other way: what of a document is the owner's to decide, in the words of the store. */
export function personaBody(document: JsonObject): JsonObject {
  const body = toPersonaWords(document);
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) => name !== "data" && !READ_ONLY.includes(name) && !isDefault(name, value),
    ),
  );
}

/** The first read-only field that a changed document sees differently; leaving one out changes nothing. */
export function changedReadOnlyField(before: JsonObject, changed: JsonObject): string | undefined {
  const after = toPersonaWords(changed);
  return READ_ONLY.find((name) => after[name] !== undefined && after[name] !== before[name]);
}

function isDefault(name: string, value: Json): boolean {
  return Object.hasOwn(DEFAULTS, name) && isDeepStrictEqual(value, DEFAULTS[name]);
}
