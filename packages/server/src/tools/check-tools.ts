import type { Json, JsonObject } from "../ports/store.ts";
import { limited } from "./limited.ts";
import { compileSchema, errorInWords, findSchemaError, keysOf, type Schema } from "./validators.ts";

/** Bounds of the schema of one tool: values in it, levels, and milliseconds to compile it. */
const mostValues = 5000;
const mostLevels = 64;
const compileMs = 1000;

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** TL5 What is wrong with the parameters of a persona's tools: the path of the field, a colon, and what to do. */
export function checkTools(llm: JsonObject): string | undefined {
  const { tools } = llm;
  if (!Array.isArray(tools)) return undefined;
  for (const [index, tool] of tools.entries()) {
    const definition = isObject(tool) ? tool["function"] : undefined;
    const parameters = isObject(definition) ? definition["parameters"] : undefined;
    if (!isObject(parameters)) continue;
    const fault = checkSchema(parameters);
    if (fault === undefined) continue;
    return `${["layers", "llm", "tools", index, "function", "parameters", ...fault.path].join(".")}: ${fault.message}`;
  }
  return undefined;
}

function checkSchema(schema: JsonObject): Fault | undefined {
  const { type } = schema;
  if (type !== undefined && type !== "object") {
    return { path: ["type"], message: 'expected "object": the arguments of a call are an object' };
  }
  return findExcess(schema) ?? findMisfit(schema) ?? findUncompilable(schema);
}

/** What no validator is to be given: too much, too deep, or a way out of the schema. */
function findExcess(schema: JsonObject): Fault | undefined {
  const waiting: { readonly value: Json; readonly path: readonly (string | number)[] }[] = [
    { value: schema, path: [] },
  ];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    seen += 1;
    if (seen > mostValues) return { path: [], message: `has more than ${mostValues} values; describe less` };
    if (path.length > mostLevels) return { path: [], message: `has more than ${mostLevels} levels; keep it flat` };
    if (typeof value !== "object" || value === null) continue;
    if (isObject(value) && isRemote(value["$ref"])) {
      return {
        path: [...path, "$ref"],
        message: 'refers to another document; only references within it ("#/…") are followed',
      };
    }
    for (const [key, child] of Object.entries(value)) {
      waiting.push({ value: child, path: [...path, Array.isArray(value) ? Number(key) : key] });
    }
  }
  return undefined;
}

/** A property may be called `$ref`: then it is no text. */
function isRemote(reference: Json | undefined): boolean {
  return typeof reference === "string" && !reference.startsWith("#");
}

function findMisfit(schema: Schema): Fault | undefined {
  const error = findSchemaError(schema);
  return error === undefined ? undefined : { path: keysOf(error.instancePath), message: errorInWords(error) };
}

/** What stands alone is right, and together makes no sense: a reference to nothing, a pattern that is none. */
function findUncompilable(schema: Schema): Fault | undefined {
  try {
    const compiled = limited(compileMs, () => compileSchema(schema));
    return compiled.ok ? undefined : { path: [], message: "takes too long to understand; describe less" };
  } catch (cause) {
    return { path: [], message: cause instanceof Error ? cause.message : "is no JSON Schema" };
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
