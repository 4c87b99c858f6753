import type { Settings } from "@repartee/engine";
import type { Json, JsonObject } from "../ports/store.ts";

/** What is known of the model that answers in a conversation. */
export interface ModelRoom {
  /** Tokens that it holds, and from which it slows down. */
  readonly window: number;
  readonly softLimit: number;
  /** Per million tokens. */
  readonly price?: Settings["price"];
}

type ContextLimit = Settings["contextLimit"];

/** What is taken of a model that nobody described. */
const hostedRoom: ModelRoom = { window: 32_000, softLimit: 25_000 };
const customRoom: ModelRoom = { window: 128_000, softLimit: 25_000 };

/** Tokens that are kept for the answer; of a small window an eighth. */
const reserve = 1000;

const contextPolicies = ["trim", "summarize", "error"] as const satisfies readonly ContextLimit["policy"][];

/** R40 What the model of a persona holds, and what happens at its end (`layers.llm.context`). */
export function toContextLimit(llm: JsonObject, model?: ModelRoom): ContextLimit {
  const custom = isCustom(llm);
  const room = model ?? (custom ? customRoom : hostedRoom);
  const given = isObject(llm["context"]) ? llm["context"] : {};
  const window = toTokens(given["window"]);
  // A hosted model holds what its operator says: a persona may only ask for less.
  const hard = window === undefined ? room.window : custom ? window : Math.min(window, room.window);
  const summaryModel = given["summary_model"];
  return {
    hard,
    soft: Math.min(toTokens(given["soft_limit"]) ?? room.softLimit, Math.floor((hard * 5) / 6)),
    reserve: Math.min(reserve, Math.floor(hard / 8)),
    policy: contextPolicies.find((policy) => policy === given["policy"]) ?? "trim",
    ...(typeof summaryModel === "string" && summaryModel !== "" ? { summaryModel } : {}),
  };
}

/** R40 What is wrong with `layers.llm.context` beside its shape; begins with the path of the field. */
export function contextProblem(
  llm: JsonObject,
  model: { readonly name: string; readonly window: number },
  isHosted: (name: string) => boolean,
): string | undefined {
  if (isCustom(llm) || !isObject(llm["context"])) return undefined;
  const { window, summary_model: summaryModel } = llm["context"];
  if (typeof window === "number" && window > model.window) {
    return (
      `layers.llm.context.window: ${window} is more than ${model.name} holds (${model.window} tokens); ` +
      "leave it out, or give less"
    );
  }
  if (typeof summaryModel !== "string" || isHosted(summaryModel)) return undefined;
  return `layers.llm.context.summary_model: there is no hosted model ${JSON.stringify(summaryModel)}; name a hosted one`;
}

/** The LLM layer that a named model of the same persona has: on its own server, or another hosted name. */
export function withModel(llm: JsonObject, model: string): JsonObject {
  return isCustom(llm) ? { ...llm, model } : { model };
}

function isCustom(llm: JsonObject): boolean {
  return typeof llm["base_url"] === "string" && llm["base_url"] !== "";
}

function toTokens(value: Json | undefined): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
