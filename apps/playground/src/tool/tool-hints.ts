import type { Persona } from "@repartee/protocol";
import { readRecord, readText } from "../persona/json-object.ts";
import { toResultFields } from "./result-fields.ts";
import type { ResultField } from "./result-fields.ts";

/** What a persona says of a tool beside its name and parameters. */
export interface ToolHints {
  readonly effect: string;
  /** How long its result is waited for; 0: it gives none. */
  readonly timeoutMs: number;
  /** What its result consists of, where it says so and that is simple. */
  readonly fields: readonly ResultField[] | undefined;
  /** Whether it says what its result is: JSON then, and not any text. */
  readonly described: boolean;
}

const defaultTimeoutMs = 30_000;

/** What the persona says of the tool; defaults where it does not, or is not known. */
export function toToolHints(persona: Persona | undefined, name: string): ToolHints {
  const tools = readRecord(readRecord(persona?.["layers"])["llm"])["tools"];
  const list: readonly unknown[] = Array.isArray(tools) ? tools : [];
  const tool = readRecord(list.find((one) => readRecord(readRecord(one)["function"])["name"] === name));
  const hints = readRecord(tool["x-repartee"]);
  const timeout = hints["timeout_ms"];
  const response = readRecord(tool["function"])["response"];
  return {
    effect: readText(hints["effect"]) || "write",
    timeoutMs: typeof timeout === "number" ? timeout : defaultTimeoutMs,
    fields: toResultFields(response),
    described: response !== undefined && response !== null,
  };
}
