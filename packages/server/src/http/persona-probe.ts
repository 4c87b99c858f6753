import { isDeepStrictEqual } from "node:util";
import { z } from "@hono/zod-openapi";
import { isJsonObject } from "../personas/json-value.ts";
import type { JsonObject } from "../ports/store.ts";
import type { Answer } from "./door.ts";
import { parseOr400 } from "./parse.ts";
import type { AppParts } from "./parts.ts";
import { refusal } from "./problem.ts";
import { wireBoolean } from "./schemas/value.ts";
import { warn } from "./warning-header.ts";

type Asked = Parameters<Answer>[0];

export const probeQuery = z.object({
  probe: wireBoolean
    .optional()
    .openapi({ description: "Asks a custom LLM one question first, and stores nothing where it does not answer." }),
});

/** Checks a persona's LLM layer before it is stored; `before` is what is stored now. */
export type PersonaProbe = (body: JsonObject, before: JsonObject) => Promise<void>;

/**
 * A question to a custom LLM is opt-in, by the query of this request or in the configuration; the configuration asks only
 * where the LLM layer changed. A failure is a 400 in the doctor's words. A local URL of a local server is only warned
 * about, as is always what can be called and should be spelled otherwise.
 */
export function createPersonaProbe(context: Asked, parts: AppParts): PersonaProbe {
  const { probe } = parseOr400(probeQuery, context.req.query());
  const ask = async (body: JsonObject, before: JsonObject): Promise<string | undefined> => {
    if (!(probe ?? parts.probeCustomLlms) || !hasCustomLlm(body)) return undefined;
    if (probe !== true && isDeepStrictEqual(llmOf(body), llmOf(before))) return undefined;
    const result = await parts.doctor.probe(body, context.req.raw.signal);
    if (result.ok) return undefined;
    if (!result.near) throw refusal(400, `layers.llm.base_url: ${result.problem}`);
    parts.log.warn("a custom LLM on this machine did not answer its probe", { problem: result.problem });
    return result.problem;
  };
  return async (body, before) => {
    const advice = parts.adviseLlm(llmOf(body));
    if (advice !== undefined) parts.log.warn("a persona's custom LLM is spelled oddly", { advice });
    warn(context, [advice, await ask(body, before)]);
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
