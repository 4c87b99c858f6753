import type { ModelTimeouts, Upstream } from "../ports/model-client.ts";
import { takenExtraBody } from "./hosted-extra-body.ts";
import type { HostedModel, HostedModels, HostedUpstream } from "./hosted-model.ts";
import { personaTimeouts, type PersonaLlm } from "./persona-llm.ts";

export const defaultTimeouts: ModelTimeouts = { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 };

/** The upstream of a custom LLM: everything that the persona gives, and nothing else. */
export function customUpstream(name: string, baseUrl: string, llm: PersonaLlm): Upstream {
  return {
    name,
    kind: "openai",
    model: name,
    baseUrl,
    ...(llm.api_key ? { apiKey: llm.api_key } : {}),
    ...(llm.headers ? { headers: llm.headers } : {}),
    ...(llm.default_query ? { defaultQuery: llm.default_query } : {}),
    ...(llm.extra_body ? { extraBody: llm.extra_body } : {}),
    ...limitsOf(personaTimeouts(llm)),
  };
}

/** A hosted name that nothing serves. */
export function standIn(name: string): Upstream {
  return { name, kind: "stand-in", model: name, timeouts: defaultTimeouts };
}

/** A hosted model with its other servers, and with the names that answer in its place. */
export function hostedUpstream(name: string, model: HostedModel, parts: HostedParts): Upstream {
  const fallbacks = fallbackNames(name, parts.hosted).flatMap((other) => {
    const entry = parts.hosted[other];
    return entry === undefined ? [] : [poolOf(other, entry, parts.llm)];
  });
  return { ...poolOf(name, model, parts.llm), ...(fallbacks.length === 0 ? {} : { fallbacks }) };
}

interface HostedParts {
  readonly hosted: HostedModels;
  readonly llm: PersonaLlm;
}

/** The names that answer in place of one, each once: its own in their order, then those of the first of them, and so on. */
function fallbackNames(name: string, hosted: HostedModels): readonly string[] {
  const reached = new Set([name]);
  // A set goes on to what is added while it is walked.
  for (const from of reached) {
    for (const next of (Object.hasOwn(hosted, from) ? hosted[from]?.fallbacks : undefined) ?? []) reached.add(next);
  }
  return [...reached].slice(1);
}

function poolOf(name: string, model: HostedModel, llm: PersonaLlm): Upstream {
  const [first, ...others] = model.upstreams.map((upstream) => oneOf(name, { model, upstream, llm }));
  if (first === undefined) throw new Error(`the hosted model ${name} has no upstream`);
  return { ...first, ...(others.length === 0 ? {} : { others }) };
}

interface One {
  readonly model: HostedModel;
  readonly upstream: HostedUpstream;
  readonly llm: PersonaLlm;
}

function oneOf(name: string, { model, upstream, llm }: One): Upstream {
  return {
    name,
    kind: "openai",
    operator: true,
    model: upstream.model,
    baseUrl: upstream.baseUrl,
    ...(upstream.apiKey ? { apiKey: upstream.apiKey } : {}),
    ...(upstream.headers ? { headers: upstream.headers } : {}),
    ...(upstream.defaultQuery ? { defaultQuery: upstream.defaultQuery } : {}),
    extraBody: { ...upstream.extraBody, ...takenExtraBody(llm.extra_body ?? {}, model.extraBodyAllowed) },
    ...limitsOf({ ...model.timeouts, ...upstream.timeouts, ...personaTimeouts(llm) }),
    ...(upstream.capabilities ? { capabilities: upstream.capabilities } : {}),
    ...(model.price ? { price: model.price } : {}),
  };
}

/** Who sets a limit for the first word means it in a hurry too. */
function limitsOf(timeouts: Partial<ModelTimeouts>): Pick<Upstream, "timeouts" | "hurryMs"> {
  const { firstPartMs } = timeouts;
  return {
    timeouts: { ...defaultTimeouts, ...timeouts },
    ...(firstPartMs === undefined ? {} : { hurryMs: firstPartMs }),
  };
}
