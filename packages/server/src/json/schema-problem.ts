import type { z } from "zod";

/** One rule that a document broke, in words: where, and what was expected. Never the value itself, which may be a secret. */
export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** For unknown names: the names. */
  readonly unknown: readonly string[];
}

export function schemaProblems(error: Pick<z.core.$ZodError, "issues">): readonly SchemaProblem[] {
  return error.issues.map((issue) => ({
    path: issue.path,
    message: issue.message,
    unknown: issue.code === "unrecognized_keys" ? issue.keys : [],
  }));
}

/** The error map to pass to `safeParse`: says what was expected without repeating what was given. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_type") {
    return issue.input === undefined
      ? "is required"
      : `expected ${withArticle(issue.expected)}, got ${kindOf(issue.input)}`;
  }
  if (issue.code === "invalid_value")
    return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
  if (issue.code === "too_small") return `expected ${amount(issue.origin, `at least ${issue.minimum}`)}`;
  if (issue.code === "too_big") return `expected ${amount(issue.origin, `at most ${issue.maximum}`)}`;
  return undefined;
};

/** `layers.llm.tools.0.function.name`, or `body` for the document itself. */
export function pathInWords(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "body" : path.map(String).join(".");
}

function amount(origin: string, bound: string): string {
  if (origin === "string") return `${bound} characters`;
  if (origin === "array") return `${bound} items`;
  if (origin === "object" || origin === "record") return `${bound} members`;
  return `a number of ${bound}`;
}

function withArticle(kind: string): string {
  if (kind === "int") return "a whole number";
  const word = kind === "record" ? "object" : kind;
  return `${/^[aeio]/.test(word) ? "an" : "a"} ${word}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number" && !Number.isInteger(value)) return "a fraction";
  return withArticle(Array.isArray(value) ? "array" : typeof value);
}
