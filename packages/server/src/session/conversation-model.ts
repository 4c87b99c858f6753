import { plainPolicies, type Policies, type Settings } from "@repartee/engine";
import type { Log } from "../ports/log.ts";
import { ModelError, type Upstream } from "../ports/model-client.ts";
import type { JsonObject } from "../ports/store.ts";
import type { ModelRoom } from "./context-limit.ts";
import { llmOf } from "./persona-settings.ts";

/** What a conversation has to do with its model before anything is asked of it. */
export interface ModelSources {
  /** Where a persona's words come from, or those of another model that it names, its key decrypted. Throws with words for the operator. */
  readonly resolveUpstream: (persona: JsonObject, model?: string) => Upstream;
  /** What is known of the model of a persona; undefined where it is not there. */
  readonly describeModel?: (persona: JsonObject) => ModelRoom | undefined;
  /** Counts tokens as models do; loaded with the first conversation. Without it four characters are one. */
  readonly countTokens?: () => Promise<Policies["countTokens"]>;
  /** How a conversation with these settings decides. */
  readonly policiesFor: (settings: Settings) => Policies;
  readonly log: Log;
}

/** Where a conversation's words come from, or why they cannot: it wakes all the same, to be read and to be ended. */
export function findUpstream(
  persona: JsonObject,
  { resolveUpstream, log }: ModelSources,
): { readonly upstream: Upstream; readonly problem?: string } {
  try {
    return { upstream: resolveUpstream(persona) };
  } catch (cause) {
    const { model } = llmOf(persona);
    const name = typeof model === "string" ? model : "the persona's model";
    const why = wordsOf(cause);
    log.error("the model of a conversation cannot be called", { model: name, why });
    const timeouts = { connectMs: 0, firstPartMs: 0, betweenPartsMs: 0 };
    return {
      upstream: { name, kind: "openai", model: name, timeouts },
      problem: `${name} cannot be called: ${why}`,
    };
  }
}

/** R41 Where a model is asked that a persona names beside the one that answers; throws a `ModelError`. */
export function findNamed(persona: JsonObject, model: string, { resolveUpstream }: ModelSources): Upstream {
  try {
    return resolveUpstream(persona, model);
  } catch (cause) {
    const message = `${model} cannot be called: ${wordsOf(cause)}`;
    throw new ModelError("bad-request", message, { upstream: model, cause });
  }
}

/** R42 The policies with the tokenizer in them. Where it cannot be loaded a conversation goes on with the plain count. */
export async function loadPolicies(sources: ModelSources): Promise<ModelSources["policiesFor"]> {
  const { policiesFor, countTokens: load, log } = sources;
  if (load === undefined) return policiesFor;
  const countTokens = await load().catch((cause: unknown) => {
    log.error("the tokenizer could not be loaded: four characters count as one token", { cause });
    return plainPolicies.countTokens;
  });
  return (settings) => ({ ...policiesFor(settings), countTokens });
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
