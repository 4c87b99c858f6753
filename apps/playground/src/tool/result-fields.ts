import { isRecord, readText } from "../persona/json-object.ts";

/** One member of a result, as a form asks for it. */
export interface ResultField {
  readonly name: string;
  readonly kind: "text" | "number" | "flag" | "choice";
  /** Of a choice. */
  readonly choices: readonly string[];
  readonly hint: string;
  readonly required: boolean;
}

/** More than these are easier written as JSON. */
const MAX_FIELDS = 8;

/** The fields of a result by its JSON Schema: where it is an object of plain values; undefined for every other. */
export function toResultFields(schema: unknown): readonly ResultField[] | undefined {
  if (!isRecord(schema) || (schema["type"] !== undefined && schema["type"] !== "object")) return undefined;
  const { properties, required } = schema;
  if (!isRecord(properties)) return undefined;
  const names = Object.keys(properties);
  if (names.length === 0 || names.length > MAX_FIELDS) return undefined;
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const fields = names.flatMap((name) => toField(name, properties[name], needed.includes(name)) ?? []);
  return fields.length === names.length ? fields : undefined;
}

function toField(name: string, schema: unknown, required: boolean): ResultField | undefined {
  if (!isRecord(schema)) return undefined;
  const { enum: allowed, type } = schema;
  const field = { name, required, choices: [], hint: readText(schema["description"]) };
  if (allowed !== undefined) {
    if (!Array.isArray(allowed) || !allowed.every((one) => typeof one === "string")) return undefined;
    return { ...field, kind: "choice", choices: allowed };
  }
  if (type === "string") return { ...field, kind: "text" };
  if (type === "number" || type === "integer") return { ...field, kind: "number" };
  return type === "boolean" ? { ...field, kind: "flag" } : undefined;
}

/** The result as the form has it, as JSON text; what was left empty is left out. */
export function toOutput(fields: readonly ResultField[], typed: Readonly<Record<string, string>>): string {
  const members = fields.flatMap(({ name, kind }): readonly (readonly [string, unknown])[] => {
    const text = typed[name] ?? "";
    if (kind === "flag") return [[name, text === "true"]];
    if (text === "") return [];
    return [[name, kind === "number" ? Number(text) : text]];
  });
  return JSON.stringify(Object.fromEntries(members));
}

/** Why the form cannot be sent; undefined where it can. */
export function findMissing(
  fields: readonly ResultField[],
  typed: Readonly<Record<string, string>>,
): string | undefined {
  const missing = fields.find(({ name, kind, required }) => required && kind !== "flag" && (typed[name] ?? "") === "");
  if (missing !== undefined) return `${missing.name} is required`;
  const odd = fields.find(({ name, kind }) => kind === "number" && Number.isNaN(Number(typed[name] ?? "0")));
  return odd === undefined ? undefined : `${odd.name} is not a number`;
}
