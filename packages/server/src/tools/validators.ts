import type { Ajv, ErrorObject, ValidateFunction } from "ajv";
import { loadAjv } from "./ajv.ts";

/** A JSON Schema, as it stands in `parameters`. */
export type Schema = Readonly<Record<string, unknown>>;

/** How many compiled schemas are kept; the one that was used longest ago goes first. */
const mostValidators = 256;

/** Compiled schemas, by their text: those of a persona are compiled once, however many conversations it has. */
export interface Validators {
  /** Throws where the schema is none. */
  of(schema: Schema): ValidateFunction;
}

export function createValidators(): Validators {
  const kept = new Map<string, ValidateFunction>();
  return {
    of(schema) {
      const key = JSON.stringify(schema);
      const validate = kept.get(key) ?? compileSchema(schema);
      kept.delete(key);
      kept.set(key, validate);
      const [oldest] = kept.keys();
      if (kept.size > mostValidators && oldest !== undefined) kept.delete(oldest);
      return validate;
    },
  };
}

// What a schema has beyond the standard is left alone, and formats are for the model.
const lenient = { strict: false, validateFormats: false, logger: false } as const;

/** Every schema has a validator of its own: `$id`s of two could get in each other's way, and none could be let go. */
export function compileSchema(schema: Schema): ValidateFunction {
  const { Ajv } = loadAjv();
  return new Ajv({ ...lenient, meta: false, validateSchema: false }).compile(withoutDialect(schema));
}

let meta: Ajv | undefined;

/** The first thing that makes a schema none, if anything does. */
export function findSchemaError(schema: Schema): ErrorObject | undefined {
  meta ??= new (loadAjv().Ajv)(lenient);
  return meta.validateSchema(withoutDialect(schema)) === true ? undefined : meta.errors?.[0];
}

/** Its dialect is not looked up: keywords mean the same in those that people use. */
function withoutDialect(schema: Schema): Schema {
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  return rest;
}

/** What is wrong, in words; never the value itself. */
export function errorInWords({ message = "does not fit", keyword, params }: ErrorObject): string {
  // What stands in it depends on the keyword, which ajv does not type.
  const { allowedValues, additionalProperty } = params as { allowedValues?: unknown; additionalProperty?: unknown };
  if (keyword === "enum" && Array.isArray(allowedValues)) return `must be one of ${list(allowedValues)}`;
  if (keyword === "additionalProperties") return `must not have ${JSON.stringify(additionalProperty)}`;
  return message;
}

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, 20).map((value) => JSON.stringify(value));
  return shown.join(", ") + (values.length > shown.length ? ", …" : "");
}

/** The keys of a JSON Pointer. */
export function keysOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
