import { isRecord } from "../persona/json-object.ts";

/** One argument of a call, in one line. */
export interface Argument {
  readonly name: string;
  readonly value: string;
}

/** The arguments by their names; undefined where the model wrote something else than a JSON object. */
export function toArguments(text: string): readonly Argument[] | undefined {
  const given = parse(text);
  if (!isRecord(given)) return undefined;
  return Object.entries(given).map(([name, value]) => ({
    name,
    value: typeof value === "string" ? value : JSON.stringify(value),
  }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Shown as it is.
  }
}
