import { assertJsonObject, isJsonObject } from "../personas/json-value.ts";
import { personaBody } from "../personas/persona-document.ts";
import { SECRET_MASK, sealSecrets } from "../personas/persona-secrets.ts";
import type { Vocabulary } from "../personas/vocabulary.ts";
import type { JsonObject } from "../ports/store.ts";
import { parseOr400 } from "./parse.ts";
import type { AppParts } from "./parts.ts";
import { refusal } from "./problem.ts";
import { createPersonaBody } from "./schemas/persona.ts";

export interface PersonaDraft {
  /** What the client wants the persona to be, in any words. */
  readonly document: JsonObject;
  /** What the store has of it; masks keep its secrets. */
  readonly stored: JsonObject;
  /** For the names in a refusal. */
  readonly words: Vocabulary;
}

/** A checked body for the store, its secrets sealed; or a 400 that names what is wrong. */
export function toPersonaBody(draft: PersonaDraft, parts: Pick<AppParts, "checkLlm" | "secretBox">): JsonObject {
  const parsed = parseOr400(createPersonaBody, personaBody(draft.document), draft.words.toWirePath);
  const body = assertJsonObject(parsed);
  const llm = parsed.layers?.llm;
  const problem = isJsonObject(llm) ? parts.checkLlm(llm) : undefined;
  if (problem !== undefined) throw refusal(400, problem);
  const sealed = sealSecrets(body, draft.stored, parts.secretBox);
  if (sealed.ok) return sealed.body;
  throw refusal(
    400,
    `${sealed.path.join(".")}: ${SECRET_MASK} stands for a stored secret and there is none; send the secret`,
  );
}
