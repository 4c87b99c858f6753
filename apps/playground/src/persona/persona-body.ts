import type { PersonaBody } from "@repartee/client";
import { isRecord, parseJsonObject } from "./json-object.ts";
import type { FieldName, PersonaFields } from "./persona-fields.ts";

/** What the form has to say at each member of a persona; undefined where it says nothing. */
export interface PersonaSetting {
  readonly path: readonly string[];
  readonly field: FieldName;
  readonly value: unknown;
}

/**
 * Everything that the form decides, member by member; what it does not name is left as it is.
 *
 * Defaults are left unsaid, so that a persona says only what its author chose.
 */
export function toSettings(fields: PersonaFields): readonly PersonaSetting[] {
  const custom = fields.modelKind === "custom";
  const ofCustom = (text: string) => (custom ? orNothing(text) : undefined);
  const llm = (member: string, field: FieldName, value: unknown): PersonaSetting => {
    return { path: ["layers", "llm", member], field, value };
  };
  const flow = (member: string, field: "patience" | "interruptibility"): PersonaSetting => {
    const level = fields[field];
    return { path: ["layers", "conversational_flow", member], field, value: level === "medium" ? undefined : level };
  };
  return [
    { path: ["persona_name"], field: "name", value: orNothing(fields.name) },
    { path: ["system_prompt"], field: "systemPrompt", value: orNothing(fields.systemPrompt) },
    { path: ["context"], field: "context", value: orNothing(fields.context) },
    custom
      ? llm("model", "customModel", orNothing(fields.customModel))
      : llm("model", "hostedModel", orNothing(fields.hostedModel)),
    llm("base_url", "baseUrl", ofCustom(fields.baseUrl)),
    llm("api_key", "apiKey", ofCustom(fields.apiKey)),
    llm("headers", "headers", custom ? readJson(fields.headers) : undefined),
    llm("extra_body", "extraBody", readJson(fields.extraBody)),
    llm("speculative_inference", "speculative", fields.speculative ? undefined : false),
    flow("turn_taking_patience", "patience"),
    flow("replica_interruptibility", "interruptibility"),
  ];
}

/** The Create Persona body; with `base`, a copy of it with the form's settings. */
export function toPersonaBody(fields: PersonaFields, base: PersonaBody = {}): PersonaBody {
  return toSettings(fields).reduce<PersonaBody>((body, { path, value }) => setMember(body, path, value), base);
}

function setMember(body: PersonaBody, [head, ...rest]: readonly string[], value: unknown): PersonaBody {
  if (head === undefined) return body;
  const before = body[head];
  if (rest.length > 0) {
    if (value === undefined && !isRecord(before)) return body;
    return { ...body, [head]: setMember(isRecord(before) ? before : {}, rest, value) };
  }
  if (value !== undefined) return { ...body, [head]: value };
  const { [head]: _, ...others } = body;
  return others;
}

function orNothing(text: string): string | undefined {
  return text.trim() === "" ? undefined : text;
}

/** The form is checked before it is sent; what is no JSON does not get here. */
function readJson(text: string): unknown {
  const result = parseJsonObject(text);
  return result.ok ? result.value : undefined;
}
