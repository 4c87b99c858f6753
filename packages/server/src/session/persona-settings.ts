import type { Level, Settings, SpeculationMode, ToolDefinition } from "@repartee/engine";
import type { Json, JsonObject } from "../ports/store.ts";
import { toContextLimit, type ModelRoom } from "./context-limit.ts";

/** What the engine needs to know of a persona, of the conversation that is held with it, and of the model that answers. */
export function toSettings(persona: JsonObject, conversation: JsonObject, model?: ModelRoom): Settings {
  const llm = objectAt(persona, "layers", "llm");
  const flow = objectAt(persona, "layers", "conversational_flow");
  return {
    systemPrompt: textAt(persona, "system_prompt"),
    personaContext: textAt(persona, "context"),
    conversationalContext: textAt(conversation, "conversational_context"),
    tools: toTools(llm["tools"]),
    greeting: textAt(conversation, "custom_greeting") || textAt(persona, "greeting") || undefined,
    pipeline: persona["pipeline_mode"] === "echo" ? "echo" : "full",
    speculation: toMode(llm),
    ...languageOf(persona, conversation),
    patience: toLevel(flow["turn_taking_patience"]),
    interruptibility: toLevel(flow["replica_interruptibility"] ?? flow["pal_interruptibility"]),
    contextLimit: toContextLimit(llm, model),
    ...(model?.price === undefined ? {} : { price: model.price }),
  };
}

/** `layers.llm` as it is stored. */
export function llmOf(persona: JsonObject): JsonObject {
  return objectAt(persona, "layers", "llm");
}

function objectAt(value: JsonObject, ...path: readonly string[]): JsonObject {
  let at: Json | undefined = value;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  return isObject(at) ? at : {};
}

function textAt(value: JsonObject, key: string): string {
  const text = value[key];
  return typeof text === "string" ? text : "";
}

/** Clients send booleans also as strings. */
function toFlag(value: Json | undefined, otherwise: boolean): boolean {
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : otherwise;
}

/** `speculation` names a mode; `speculative_inference` false is off, whatever it names. */
function toMode(llm: JsonObject): SpeculationMode {
  if (!toFlag(llm["speculative_inference"], true)) return "off";
  const mode = llm["speculation"];
  return mode === "off" || mode === "conservative" || mode === "eager" ? mode : "balanced";
}

/** What is spoken: the conversation says it, or a persona that knows one language. */
function languageOf(persona: JsonObject, conversation: JsonObject): { readonly language?: string } {
  const { languages } = persona;
  const only = Array.isArray(languages) && languages.length === 1 ? languages[0] : undefined;
  const language = textAt(objectAt(conversation, "properties"), "language") || only;
  return typeof language === "string" && language !== "" ? { language } : {};
}

function toLevel(value: Json | undefined): Level {
  return value === "low" || value === "high" ? value : "medium";
}

function toTools(tools: Json | undefined): readonly ToolDefinition[] {
  return Array.isArray(tools) ? tools.flatMap((tool: Json) => toTool(tool) ?? []) : [];
}

function toTool(tool: Json): ToolDefinition | undefined {
  if (!isObject(tool)) return undefined;
  const { name, description, parameters } = objectAt(tool, "function");
  const { effect, timeout_ms: timeoutMs } = objectAt(tool, "x-repartee");
  if (typeof name !== "string" || name === "") return undefined;
  return {
    name,
    ...(typeof description === "string" ? { description } : {}),
    ...(isObject(parameters) ? { parameters } : {}),
    ...(effect === "read" || effect === "idempotent" ? { effect } : {}),
    ...(typeof timeoutMs === "number" && timeoutMs >= 0 ? { timeoutMs: Math.round(timeoutMs) } : {}),
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
