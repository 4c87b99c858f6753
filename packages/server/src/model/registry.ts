import type { ModelTimeouts, Upstream } from "../ports/model-client.ts";
import { hostedExtraBodyProblem } from "./hosted-extra-body.ts";

/** The hosted names that the operator has mapped, or added. */
export type HostedModels = Readonly<Record<string, HostedModel>>;

/** Where a hosted name is served, by the operator's choice. The key is the key itself: whoever reads the environment has looked it up. */
export interface HostedModel {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extraBody?: Readonly<Record<string, unknown>>;
  readonly timeouts?: Partial<ModelTimeouts>;
}

/** `layers.llm` of a persona as it is stored, its key already decrypted. */
export interface PersonaLlm {
  readonly model?: string | null | undefined;
  readonly base_url?: string | null | undefined;
  readonly api_key?: string | null | undefined;
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  readonly default_query?: Readonly<Record<string, string>> | null | undefined;
  readonly extra_body?: Readonly<Record<string, unknown>> | null | undefined;
  readonly tools?: readonly unknown[] | null | undefined;
  readonly speculative_inference?: boolean | null | undefined;
}

export type Resolution =
  | { readonly ok: true; readonly upstream: Upstream }
  /** Begins with the path of the field that is wrong. */
  | { readonly ok: false; readonly problem: string };

/** Answers where a persona's words are generated. */
export interface ModelRegistry {
  /** Every hosted name, those without an upstream too. */
  readonly names: readonly string[];
  resolve(llm: PersonaLlm): Resolution;
}

const defaultModel = "tavus-llama-4";
export const defaultTimeouts: ModelTimeouts = { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 };

const builtInNames: readonly string[] = [defaultModel, "tavus-gpt-4o", "tavus-gpt-4o-mini"];

/** `found` serves the names that nothing is mapped to, from when it is there; without it the understudy does. */
export function createModelRegistry(
  hosted: HostedModels,
  found: () => HostedModel | undefined = () => undefined,
): ModelRegistry {
  const names = [...new Set([...builtInNames, ...Object.keys(hosted)])];
  return {
    names,
    resolve(llm) {
      const name = llm.model || defaultModel;
      // A hosted name with a base_url is a custom model like any other.
      if (llm.base_url) return { ok: true, upstream: customUpstream(name, llm.base_url, llm) };
      if (!names.includes(name)) return { ok: false, problem: unknownName(name, names) };
      const extraBody = llm.extra_body ?? {};
      const problem = hostedExtraBodyProblem(extraBody);
      if (problem !== undefined) return { ok: false, problem };
      const entry = (Object.hasOwn(hosted, name) ? hosted[name] : undefined) ?? found();
      return { ok: true, upstream: entry === undefined ? standIn(name) : hostedUpstream(name, entry, extraBody) };
    },
  };
}

function customUpstream(name: string, baseUrl: string, llm: PersonaLlm): Upstream {
  return {
    name,
    kind: "openai",
    model: name,
    baseUrl,
    ...(llm.api_key ? { apiKey: llm.api_key } : {}),
    ...(llm.headers ? { headers: llm.headers } : {}),
    ...(llm.default_query ? { defaultQuery: llm.default_query } : {}),
    ...(llm.extra_body ? { extraBody: llm.extra_body } : {}),
    timeouts: defaultTimeouts,
  };
}

function hostedUpstream(name: string, entry: HostedModel, extraBody: Readonly<Record<string, unknown>>): Upstream {
  return {
    name,
    kind: "openai",
    operator: true,
    model: entry.model,
    baseUrl: entry.baseUrl,
    ...(entry.apiKey ? { apiKey: entry.apiKey } : {}),
    ...(entry.headers ? { headers: entry.headers } : {}),
    extraBody: { ...entry.extraBody, ...extraBody },
    timeouts: { ...defaultTimeouts, ...entry.timeouts },
  };
}

function standIn(name: string): Upstream {
  return { name, kind: "stand-in", model: name, timeouts: defaultTimeouts };
}

function unknownName(name: string, names: readonly string[]): string {
  return (
    `layers.llm.model: there is no hosted model ${JSON.stringify(name)}; ` +
    `use one of ${names.join(", ")}, or give a base_url to use your own`
  );
}
