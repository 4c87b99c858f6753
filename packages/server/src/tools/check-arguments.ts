import type { ToolDefinition } from "@repartee/engine";
import { limited } from "./limited.ts";
import { createValidators, errorInWords, keysOf, type Schema, type Validators } from "./validators.ts";

/** How long the arguments of a call may be, in UTF-16 units, and how long one check may take, in milliseconds. */
const longestArguments = 64_000;
const checkMs = 50;

/** What is wrong with the arguments of a call, in words for the model that wrote them; undefined where nothing is. */
export type ArgumentCheck = (tool: ToolDefinition, given: string) => string | undefined;

/**
 * TL1 to TL4 Checks arguments against the schema of their tool. A schema that cannot be compiled, or tried in time, takes
 * everything: the persona was stored with it, and a call is not lost for that.
 */
export function createArgumentCheck(): ArgumentCheck {
  const validators = createValidators();
  return ({ parameters }, given) => {
    if (given.length > longestArguments) return `its arguments are longer than ${longestArguments} characters`;
    const read = readObject(given);
    if (typeof read === "string") return read;
    return parameters === undefined ? undefined : checkAgainst(validators, parameters, read.value);
  };
}

function readObject(given: string): string | { readonly value: object } {
  try {
    const value: unknown = JSON.parse(given);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { value };
    return "its arguments are not a JSON object";
  } catch {
    return "its arguments are not valid JSON";
  }
}

function checkAgainst(validators: Validators, schema: Schema, value: object): string | undefined {
  try {
    const checked = limited(checkMs, () => {
      const validate = validators.of(schema);
      return validate(value) ? undefined : validate.errors?.[0];
    });
    if (!checked.ok || checked.value === undefined) return undefined;
    const place = keysOf(checked.value.instancePath).join(".");
    return `${place === "" ? "its arguments" : place} ${errorInWords(checked.value)}`;
  } catch {
    return undefined; // The schema is none, or refers to itself without an end.
  }
}
