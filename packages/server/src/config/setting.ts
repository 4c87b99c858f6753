import type { z } from "zod";
import { inWords } from "../json/schema-problem.ts";

/** Reads single settings from a flag or a variable and collects what is wrong with them; an empty variable is unset. */
export interface SettingReader {
  readonly problems: readonly string[];
  raw(flag: Flag, variable: string): { readonly source: string; readonly value: string } | undefined;
  text<T>(setting: Setting<T>): T | undefined;
  number<T>(setting: Setting<T>): T | undefined;
  /** From the environment only: a flag would show in the list of processes. */
  secret(variable: string, rule: { readonly pattern: RegExp; readonly expected: string }): string | undefined;
}

type Flag = readonly [name: string, value: string | undefined];

interface Setting<T> {
  readonly flag: Flag;
  readonly variable: string;
  readonly schema: z.ZodType<T>;
}

export function createSettingReader(env: Readonly<Record<string, string | undefined>>): SettingReader {
  const problems: string[] = [];

  const raw: SettingReader["raw"] = ([name, value], variable) => {
    if (value !== undefined) return { source: name, value };
    const given = env[variable];
    return given === undefined || given === "" ? undefined : { source: variable, value: given };
  };

  const read = <T>(setting: Setting<T>, convert: (text: string) => unknown): T | undefined => {
    const given = raw(setting.flag, setting.variable);
    if (given === undefined) return undefined;
    const parsed = setting.schema.safeParse(convert(given.value), { error: inWords });
    if (parsed.success) return parsed.data;
    // A value of another shape may be a secret in the wrong place.
    const shown = /^[\w.:-]{1,40}$/.test(given.value) ? ` (it is "${given.value}")` : "";
    problems.push(`${given.source}: ${parsed.error.issues[0]?.message ?? "is not valid"}${shown}`);
    return undefined;
  };

  const secret: SettingReader["secret"] = (variable, { pattern, expected }) => {
    const value = env[variable];
    if (value === undefined || value === "") return undefined;
    if (!pattern.test(value)) problems.push(`${variable}: expected ${expected}`);
    return value;
  };

  return {
    problems,
    raw,
    text: (setting) => read(setting, (text) => text),
    number: (setting) => read(setting, (text) => (/^\d+$/.test(text) ? Number(text) : text)),
    secret,
  };
}
