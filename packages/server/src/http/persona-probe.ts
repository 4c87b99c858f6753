import { isDeepStrictEqual } from "node:util";
import { z } from "@hono/zod-openapi";
import { isJsonObject } from "../personas/json-value.ts";
import type { JsonObject } from "../ports/store.ts";
import type { Answer } from "./door.ts";
import { parseOr400 } from "./parse.ts";
import type { AppParts } from "./parts.ts";
import { refusal } from "./problem.ts";
import { wireBoolean } from "./schemas/value.ts";

type Asked = Parameters<Answer>[0];

export const probeQuery = z.object({
  probe: wireBoolean
    .optional()
    .openapi({ description: "Asks a custom LLM one question first, and stores nothing where it does not answer." }),
});

/** Tells what could not be refused, because the model may be started later. */
const warningHeader = "x-repartee-warning";

/** Checks a persona's custom LLM before it is stored; `before` is what is stored now. */
export type PersonaProbe = (body: JsonObject, before: JsonObject) => Promise<void>;

/**
 * Opt-in, by the query of this request or in the configuration; the configuration asks only where the LLM layer changed.
 * A failure is a 400 in the doctor's words. A local URL of a local server is only warned about.
 */
export function createPersonaProbe(context: Asked, parts: AppParts): PersonaProbe {
  const { probe } = parseOr400(probeQuery, context.req.query());
  return async (body, before) => {
    if (!(probe ?? parts.probeCustomLlms) || !hasCustomLlm(body)) return;
    if (probe !== true && isDeepStrictEqual(llmOf(body), llmOf(before))) return;
    const result = await parts.doctor.probe(body, context.req.raw.signal);
    if (result.ok) return;
    if (!result.near) throw refusal(400, `layers.llm.base_url: ${result.problem}`);
    parts.log.warn("a custom LLM on this machine did not answer its probe", { problem: result.problem });
    context.header(warningHeader, inAscii(result.problem));
  };
}

function llmOf({ layers }: JsonObject): JsonObject {
  const llm = isJsonObject(layers) ? layers["llm"] : undefined;
  return isJsonObject(llm) ? llm : {};
}

function hasCustomLlm(body: JsonObject): boolean {
  const baseUrl = llmOf(body)["base_url"];
  return typeof baseUrl === "string" && baseUrl !== "";
}

/** A header carries nothing else. */
function inAscii(text: string): string {
  return text.replaceAll(/[“”]/g, '"').replaceAll(/[^\x20-\x7e]/g, "?");
}
