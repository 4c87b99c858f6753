import { joinPrompt } from "@repartee/engine";
import type { ModelMessage, ModelTool, Upstream } from "../ports/model-client.ts";
import type { SecretBox } from "../ports/secret-box.ts";
import type { Json, JsonObject, PersonaStore } from "../ports/store.ts";
import { openSecrets } from "../personas/persona-secrets.ts";
import { toContextLimit, type ModelRoom } from "../session/context-limit.ts";
import { llmOf, toSettings } from "../session/persona-settings.ts";
import { OpenAiProblem } from "./problem.ts";

/** Where a call goes, and what stands before the caller's own messages. */
export interface Target {
  readonly upstream: Upstream;
  readonly head: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** The operator's model, which takes harmless parameters only. */
  readonly hosted: boolean;
  /** Tokens that its model can read. */
  readonly window: number;
  /** Of `head` and `tools`. */
  readonly bytes: number;
}

export interface TargetParts {
  readonly personas: Pick<PersonaStore, "get">;
  readonly secretBox: Pick<SecretBox, "open">;
  /** Where `layers.llm` leads, or what is wrong with it. */
  readonly resolve: (llm: JsonObject) => Resolved;
  /** The names that `resolve` knows without a `base_url`, aliases too. */
  readonly hostedNames: () => readonly string[];
}

export type Resolved =
  | { readonly ok: true; readonly upstream: Upstream; readonly facts: ModelRoom }
  | { readonly ok: false; readonly problem: string };

export const personaPrefix = "persona:";

/** Finds a model by the name that a caller gave; throws a 404 that lists what there is. */
export async function findTarget(model: string, workspaceId: string, parts: TargetParts): Promise<Target> {
  if (!model.startsWith(personaPrefix)) return hostedTarget(model, parts);
  const row = await parts.personas.get(workspaceId, model.slice(personaPrefix.length));
  if (row === undefined) throw unknownModel(model, parts);
  return toTarget(readPersona(model, row.body, parts), parts);
}

function hostedTarget(model: string, parts: TargetParts): Target {
  if (!parts.hostedNames().includes(model)) throw unknownModel(model, parts);
  return toTarget(read({ layers: { llm: { model } } }), parts);
}

/** What a persona says to a model, its keys opened. */
type Reading = Pick<Target, "head" | "tools" | "bytes"> & { readonly llm: JsonObject };

/** Of rows that are remembered, so that keys are not opened and prompts not counted for every request. */
const readings = new WeakMap<JsonObject, Reading>();

function readPersona(model: string, sealed: JsonObject, parts: TargetParts): Reading {
  if (sealed["pipeline_mode"] === "echo") {
    throw new OpenAiProblem(400, `model: ${model} is in echo mode and asks no model`, { param: "model" });
  }
  const known = readings.get(sealed);
  if (known !== undefined) return known;
  const reading = read(openKeys(model, sealed, parts));
  readings.set(sealed, reading);
  return reading;
}

/** Where the server's secret has changed since, no key of the store can be opened. */
function openKeys(model: string, sealed: JsonObject, { secretBox }: TargetParts): JsonObject {
  try {
    return openSecrets(sealed, secretBox);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : "its keys cannot be opened";
    throw new OpenAiProblem(500, `model: ${model} cannot be called: ${words}`, { param: "model", cause });
  }
}

function read(persona: JsonObject): Reading {
  const { systemPrompt, personaContext, tools } = toSettings(persona, {});
  const content = joinPrompt([systemPrompt, personaContext]);
  const head: readonly ModelMessage[] = content === "" ? [] : [{ role: "system", content }];
  const bytes = head.length === 0 && tools.length === 0 ? 0 : Buffer.byteLength(JSON.stringify([head, tools]));
  return { llm: llmOf(persona), head, tools, bytes };
}

function toTarget({ llm, head, tools, bytes }: Reading, { resolve }: TargetParts): Target {
  const resolved = resolve(llm);
  if (!resolved.ok) throw new OpenAiProblem(404, resolved.problem, { param: "model", code: "model_not_found" });
  const { upstream, facts } = resolved;
  const { hard: window } = toContextLimit(llm, facts);
  return { upstream, head, tools, bytes, hosted: isMissing(llm["base_url"]), window };
}

function isMissing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "";
}

/** A 404 with the names that there are. */
export function unknownModel(model: string, { hostedNames }: Pick<TargetParts, "hostedNames">): OpenAiProblem {
  const known = `use one of ${hostedNames().join(", ")}, or persona:<id> of a persona; GET /v1/models lists all`;
  return new OpenAiProblem(404, `model: there is no model ${JSON.stringify(model.slice(0, 200))}; ${known}`, {
    param: "model",
    code: "model_not_found",
  });
}
