import { closestName } from "@repartee/protocol";
import { builtInNames } from "../model/hosted-names.ts";
import type { ConfigFile } from "./config-schema.ts";
import type { ConfiguredModel, ConfiguredModels } from "./models-schema.ts";

/** What is wrong with a setting, and where it stands. */
export interface ModelsProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with `models` and `aliases` though each setting alone is right: keys that are nowhere, names that lead nowhere. */
export function modelsProblems({ models = {}, aliases = {} }: ConfigFile, env: Environment): readonly ModelsProblem[] {
  return [
    ...Object.entries(models).flatMap(([name, model]) => [
      ...missingKeys(name, model, env),
      ...fallbackProblems(name, models),
      ...limitProblems(name, model),
    ]),
    ...Object.entries(aliases).flatMap(([name, meant]) => aliasProblems([name, meant], models)),
  ];
}

/** A model whose key is nowhere would be refused by its server in the middle of a conversation. */
function missingKeys(name: string, model: ConfiguredModel, env: Environment): readonly ModelsProblem[] {
  const servers = "upstreams" in model ? model.upstreams : [model];
  return servers.flatMap(({ api_key_env: variable }, index) => {
    if (variable === undefined || (env[variable] ?? "") !== "") return [];
    const place = "upstreams" in model ? ["upstreams", index] : [];
    return [{ path: ["models", name, ...place, "api_key_env"], message: `the variable ${variable} is not set` }];
  });
}

function limitProblems(
  name: string,
  { context_window: window, soft_limit: soft }: ConfiguredModel,
): readonly ModelsProblem[] {
  const most = window ?? 32_000;
  if (soft === undefined || soft <= most) return [];
  const message = `expected at most the context_window, which is ${most}`;
  return [{ path: ["models", name, "soft_limit"], message }];
}

function fallbackProblems(name: string, models: ConfiguredModels): readonly ModelsProblem[] {
  const fallbacks = models[name]?.fallbacks ?? [];
  return fallbacks.flatMap((fallback, index) => {
    const message = fallbackProblem(name, { fallback, earlier: fallbacks.slice(0, index), models });
    return message === undefined ? [] : [{ path: ["models", name, "fallbacks", index], message }];
  });
}

interface Fallback {
  readonly fallback: string;
  readonly earlier: readonly string[];
  readonly models: ConfiguredModels;
}

function fallbackProblem(name: string, { fallback, earlier, models }: Fallback): string | undefined {
  if (!Object.hasOwn(models, fallback)) return `there is no model ${unknown(fallback, Object.keys(models))}`;
  if (earlier.includes(fallback)) return `${JSON.stringify(fallback)} stands here for the second time`;
  const way = wayBack(name, fallback, models);
  return way === undefined ? undefined : `leads in a circle: ${[name, ...way].join(" → ")}`;
}

/** The names over which a fallback leads back to where it came from, that name at the end. */
function wayBack(name: string, from: string, models: ConfiguredModels): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[from]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1) ?? from;
    if (last === name) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    const next = (Object.hasOwn(models, last) ? models[last]?.fallbacks : undefined) ?? [];
    for (const one of next) ways.push([...way, one]);
  }
  return undefined;
}

function aliasProblems([name, meant]: readonly [string, string], models: ConfiguredModels): readonly ModelsProblem[] {
  const path = ["aliases", name];
  if (Object.hasOwn(models, name)) {
    return [{ path, message: `${JSON.stringify(name)} is a model already; take it out of models, or of aliases` }];
  }
  const names = [...new Set([...Object.keys(models), ...builtInNames])];
  return names.includes(meant) ? [] : [{ path, message: `there is no model ${unknown(meant, names)}` }];
}

function unknown(name: string, names: readonly string[]): string {
  const nearest = closestName(name, names);
  const hint = nearest === undefined ? `known are ${names.join(", ")}` : `did you mean ${JSON.stringify(nearest)}?`;
  return `${JSON.stringify(name)}; ${hint}`;
}
