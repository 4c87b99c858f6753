import { isDeepStrictEqual } from "node:util";
import { isJsonObject } from "../personas/json-value.ts";
import { patchJson } from "../personas/json-patch.ts";
import { changedReadOnlyField, personaDocument } from "../personas/persona-document.ts";
import type { Vocabulary } from "../personas/vocabulary.ts";
import { pointerInPersonaWords } from "../personas/vocabulary.ts";
import { StoreError } from "../ports/store.ts";
import type { Json, JsonObject, PersonaRow } from "../ports/store.ts";
import type { AppParts } from "./parts.ts";
import { toPersonaBody } from "./persona-body.ts";
import type { PersonaProbe } from "./persona-probe.ts";
import { HttpProblem, refusal } from "./problem.ts";

export interface PersonaPatch {
  readonly operations: Json;
  readonly words: Vocabulary;
  /** The stored row; throws where there is none that may be changed. */
  readonly read: () => Promise<PersonaRow>;
  /** Called before anything is stored; throws what is answered in its place. */
  readonly probe: PersonaProbe;
}

/** Tries again when someone else wrote in between, so many times. */
const MAX_ATTEMPTS = 5;

/** Applies a JSON Patch to a persona: the changed row, or undefined when nothing would change. */
export async function patchPersona(patch: PersonaPatch, parts: AppParts): Promise<PersonaRow | undefined> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const row = await patch.read();
    const body = changedBody(row, patch, parts);
    if (isDeepStrictEqual(body, row.body)) return undefined;
    await patch.probe(body, row.body);
    const updatedAt = parts.clock.wall().toISOString();
    const changed: PersonaRow = { ...row, body, updatedAt, revision: row.revision + 1 };
    if (await replace(changed, parts)) return changed;
  }
  throw refusal(409, "the persona is being changed by others at the same time; try again");
}

/** Secrets are masked in what is patched, so that no `test` can guess one and no `copy` can bring one to light. */
function changedBody(row: PersonaRow, patch: PersonaPatch, parts: AppParts): JsonObject {
  const before = personaDocument(row);
  const patched = patchJson(before, patch.operations, pointerInPersonaWords);
  if (!patched.ok) throw invalidPatch(patched.problem);
  if (!isJsonObject(patched.document)) throw refusal(400, "body: a persona must remain an object");
  const fixed = changedReadOnlyField(before, patched.document);
  if (fixed !== undefined) throw refusal(400, `${patch.words.toWirePath([fixed]).join(".")}: cannot be changed`);
  return toPersonaBody({ document: patched.document, stored: row.body, words: patch.words }, parts);
}

/** The message is the API's own; `error` says which operation, and why. */
function invalidPatch(problem: string): HttpProblem {
  return new HttpProblem(422, { message: "Invalid JSON patch format", error: problem });
}

async function replace(row: PersonaRow, { store }: AppParts): Promise<boolean> {
  try {
    await store.personas.replace(row);
    return true;
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === "conflict") return false;
    throw cause;
  }
}
