import type * as z from "zod/mini";

type Issue = z.core.$ZodIssue;

/** One line for a person: where, what was expected, what was there. Quotes at most a short word of the value. */
export function describeIssue(issue: Issue, root: unknown): string {
  const where = pathOf(issue.path);
  const what = describeWhat(issue, valueAt(root, issue.path));
  return where === "" ? what : `${where}: ${what}`;
}

function describeWhat(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${withArticle(issue.expected)}, got ${kindOf(value)}`;
    case "invalid_value":
      return `expected ${choiceOf(issue.values)}, got ${kindOf(value)}`;
    case "too_big":
      return `must be at most ${amountOf(issue.origin, issue.maximum)}`;
    case "too_small":
      return issue.origin === "string" && issue.minimum === 1
        ? "must not be empty"
        : `must be at least ${amountOf(issue.origin, issue.minimum)}`;
    case "invalid_union":
      return `expected ${choiceOf(optionsOf(issue))}, got ${kindOf(value)}`;
    case "custom":
    case "invalid_format":
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
    case "unrecognized_keys":
      return issue.message;
  }
}

function pathOf(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) text += typeof key === "number" ? `[${key}]` : `${text === "" ? "" : "."}${String(key)}`;
  return text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "string") return /^[\w.-]{1,32}$/.test(value) ? `"${value}"` : "a string";
  if (typeof value === "number") return Number.isFinite(value) ? "a number" : "a number that is too large";
  return withArticle(typeof value);
}

function withArticle(noun: string): string {
  if (noun === "int") return "a whole number";
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function choiceOf(values: readonly unknown[]): string {
  const named = values.filter((value) => value !== undefined && value !== null).map((value) => JSON.stringify(value));
  return named.length === 1 ? String(named[0]) : `one of ${named.join(", ")}`;
}

function amountOf(origin: string, amount: number | bigint): string {
  if (origin === "string") return `${amount} characters long`;
  if (origin === "array") return `${amount} entries long`;
  return String(amount);
}

function optionsOf(issue: Extract<Issue, { code: "invalid_union" }>): readonly unknown[] {
  return "options" in issue && Array.isArray(issue.options) ? issue.options : [];
}
