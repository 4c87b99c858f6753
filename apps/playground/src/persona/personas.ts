import type { Client } from "@repartee/client";
import type { Persona } from "@repartee/protocol";
import { isRecord } from "./json-object.ts";
import { saveKind } from "./persona-editor.ts";
import type { PersonaEditor } from "./persona-editor.ts";
import { toPersonaBody } from "./persona-body.ts";
import { toPatch } from "./persona-patch.ts";

/** As many as one page of the API holds. */
const MAX_LISTED = 100;

type PersonaCalls = Client["personas"];

/** Every persona, the stock ones last. */
export async function listPersonas(calls: PersonaCalls, signal?: AbortSignal): Promise<readonly Persona[]> {
  const page = { limit: MAX_LISTED, ...(signal === undefined ? {} : { signal }) };
  const own = await calls.list({ ...page, persona_type: "user" });
  const stock = await calls.list({ ...page, persona_type: "system" });
  return [...own.data, ...stock.data];
}

/** Stores what the form says and answers with what the server then has. */
export async function savePersona(calls: PersonaCalls, editor: PersonaEditor): Promise<Persona> {
  const { stored, fields } = editor;
  if (stored !== undefined && saveKind(editor) === "patch") {
    const operations = toPatch(stored, fields);
    if (operations.length > 0) await calls.patch(stored.persona_id, operations);
    return calls.get(stored.persona_id);
  }
  const copied = stored === undefined || stored.persona_name !== fields.name ? fields.name : `${fields.name} (copy)`;
  const created = await calls.create(toPersonaBody({ ...fields, name: copied }, toCopy(stored)));
  return calls.get(created.persona_id);
}

/** What a copy takes over beside the form: what the form does not know. */
function toCopy(persona: Persona | undefined): Readonly<Record<string, unknown>> {
  if (persona === undefined) return {};
  const { pipeline_mode: pipeline, layers } = persona;
  return {
    ...(typeof pipeline === "string" ? { pipeline_mode: pipeline } : {}),
    ...(isRecord(layers) ? { layers } : {}),
  };
}
