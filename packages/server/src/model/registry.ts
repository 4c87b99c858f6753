import type { Upstream } from "../ports/model-client.ts";
import { hostedExtraBodyProblem } from "./hosted-extra-body.ts";
import { customFacts, hostedFacts, type HostedModel, type HostedModels, type ModelFacts } from "./hosted-model.ts";
import { aliasNames, defaultName, hostedNameOf, hostedNames, unknownName } from "./hosted-names.ts";
import type { PersonaLlm } from "./persona-llm.ts";
import { customUpstream, hostedUpstream, standIn } from "./upstreams-of.ts";

export type Resolution =
  | { readonly ok: true; readonly upstream: Upstream; readonly facts: ModelFacts }
  /** Begins with the path of the field that is wrong. */
  | { readonly ok: false; readonly problem: string };

/** Answers where a persona's words are generated. */
export interface ModelRegistry {
  /** Every hosted name, those without an upstream too. */
  readonly names: readonly string[];
  /** Every other name that is understood, and the hosted name that it means. */
  readonly aliases: readonly { readonly name: string; readonly serves: string }[];
  resolve(llm: PersonaLlm): Resolution;
}

export interface RegistryOptions {
  /** Serves the names that nothing is mapped to, from when it is there; without it the understudy does. */
  readonly found?: () => HostedModel | undefined;
  /** The operator's own names for hosted names. */
  readonly aliases?: Readonly<Record<string, string>>;
}

export function createModelRegistry(hosted: HostedModels, options: RegistryOptions = {}): ModelRegistry {
  const table = { hosted, aliases: options.aliases ?? {} };
  return {
    names: hostedNames(table),
    aliases: aliasNames(table),
    resolve(llm) {
      const asked = llm.model || defaultName;
      // A hosted name with a base_url is a custom model like any other.
      if (llm.base_url) {
        return { ok: true, upstream: customUpstream(asked, llm.base_url, llm), facts: customFacts(asked) };
      }
      const name = hostedNameOf(asked, table);
      if (name === undefined) return { ok: false, problem: unknownName(asked, table) };
      const model = (Object.hasOwn(hosted, name) ? hosted[name] : undefined) ?? options.found?.();
      const problem = hostedExtraBodyProblem(llm.extra_body ?? {}, model?.extraBodyAllowed);
      if (problem !== undefined) return { ok: false, problem };
      const upstream = model === undefined ? standIn(name) : hostedUpstream(name, model, { hosted, llm });
      return { ok: true, upstream, facts: hostedFacts(name, model) };
    },
  };
}
