import { closestName } from "@repartee/protocol";
import type { HostedModels } from "./hosted-model.ts";

/** The names that personas ask for, and what the operator has made of them. */
export interface NameTable {
  readonly hosted: HostedModels;
  /** The operator's own: another name, and the hosted name that it means. */
  readonly aliases: Readonly<Record<string, string>>;
}

export const defaultName = "tavus-llama-4";
const large: readonly string[] = ["tavus-gpt-4o", defaultName];
const small: readonly string[] = ["tavus-gpt-4o-mini", ...large];

/** Always there, mapped or not. */
export const builtInNames: readonly string[] = [defaultName, "tavus-gpt-4o", "tavus-gpt-4o-mini"];

/** Names of the API over time, and which hosted names stand for them: the first that is mapped does. */
const historical: Readonly<Record<string, readonly string[]>> = {
  "tavus-llama-4": [],
  "tavus-gpt-4o": [defaultName],
  "tavus-gpt-4o-mini": large,
  "tavus-llama": [defaultName],
  "tavus-gpt-oss": [defaultName],
  "tavus-glm-4.7": [defaultName],
  "tavus-gemma-4": [defaultName],
  "tavus-gemma-4-thinking": [defaultName],
  "tavus-gpt-4.1": large,
  "tavus-gpt-5.2": large,
  "tavus-gpt-5.6-sol": large,
  "tavus-gpt-5.6-terra": large,
  "tavus-gemini-2.5-flash": small,
  "tavus-gemini-3-flash": small,
  "tavus-claude-haiku-4.5": small,
};

/** The hosted name that a name means; undefined for a name that nobody knows. */
export function hostedNameOf(name: string, { hosted, aliases }: NameTable): string | undefined {
  if (Object.hasOwn(hosted, name)) return name;
  const meant = Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
  if (Object.hasOwn(hosted, meant)) return meant;
  if (!Object.hasOwn(historical, meant)) return undefined;
  const mapped = historical[meant]?.find((candidate) => Object.hasOwn(hosted, candidate));
  return mapped ?? (builtInNames.includes(meant) ? meant : defaultName);
}

/** Every hosted name, the default first. */
export function hostedNames({ hosted }: Pick<NameTable, "hosted">): readonly string[] {
  return [...new Set([...builtInNames, ...Object.keys(hosted)])];
}

/** Every other name that is understood, with what it means, the operator's first. */
export function aliasNames(table: NameTable): readonly { readonly name: string; readonly serves: string }[] {
  const others = [...Object.keys(table.aliases), ...Object.keys(historical)];
  return [...new Set(others)].flatMap((name) => {
    const serves = hostedNameOf(name, table);
    return serves === undefined || serves === name || builtInNames.includes(name) ? [] : [{ name, serves }];
  });
}

/** What to tell somebody who asks for a name that nobody knows. */
export function unknownName(name: string, table: NameTable): string {
  const names = hostedNames(table);
  const nearest = closestName(name, [...names, ...aliasNames(table).map((alias) => alias.name)]);
  const hint = nearest === undefined ? "" : ` (did you mean ${nearest}?)`;
  return (
    `layers.llm.model: there is no hosted model ${JSON.stringify(name)}${hint}; ` +
    `use one of ${names.join(", ")}, or give a base_url to use your own`
  );
}
