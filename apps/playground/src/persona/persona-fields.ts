import type { Persona } from "@repartee/protocol";
import { readRecord, readText } from "./json-object.ts";

/** A persona as the form holds it: text in every field, whatever is typed, right or wrong. */
export interface PersonaFields {
  readonly name: string;
  readonly systemPrompt: string;
  readonly context: string;
  /** Whose model answers: the operator's by name, or one's own by address. */
  readonly modelKind: "hosted" | "custom";
  readonly hostedModel: string;
  readonly customModel: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** JSON objects, as they are written. */
  readonly headers: string;
  readonly extraBody: string;
  readonly speculative: boolean;
  readonly patience: Level;
  readonly interruptibility: Level;
}

export type Level = "low" | "medium" | "high";
export type FieldName = keyof PersonaFields;

export const emptyFields: PersonaFields = {
  name: "",
  systemPrompt: "",
  context: "",
  modelKind: "hosted",
  hostedModel: "",
  customModel: "",
  baseUrl: "",
  apiKey: "",
  headers: "",
  extraBody: "",
  speculative: true,
  patience: "medium",
  interruptibility: "medium",
};

/** What the form shows of a stored persona. A stored secret comes masked, and is kept while the mask stands. */
export function toFields(persona: Persona): PersonaFields {
  const layers = readRecord(persona["layers"]);
  const llm = readRecord(layers["llm"]);
  const flow = readRecord(layers["conversational_flow"]);
  const baseUrl = readText(llm["base_url"]);
  const model = readText(llm["model"]);
  const custom = baseUrl !== "";
  return {
    name: persona.persona_name ?? "",
    systemPrompt: readText(persona["system_prompt"]),
    context: readText(persona["context"]),
    modelKind: custom ? "custom" : "hosted",
    hostedModel: custom ? "" : model,
    customModel: custom ? model : "",
    baseUrl,
    apiKey: readText(llm["api_key"]),
    headers: toJsonText(llm["headers"]),
    extraBody: toJsonText(llm["extra_body"]),
    speculative: llm["speculative_inference"] !== false && llm["speculative_inference"] !== "false",
    patience: toLevel(flow["turn_taking_patience"]),
    interruptibility: toLevel(flow["replica_interruptibility"]),
  };
}

function toLevel(value: unknown): Level {
  return value === "low" || value === "high" ? value : "medium";
}

function toJsonText(value: unknown): string {
  return value === undefined || value === null ? "" : JSON.stringify(value, undefined, 2);
}
