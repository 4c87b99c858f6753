import type { z } from "zod";
import { schemaProblems, type SchemaProblem } from "../json/schema-problem.ts";

type Issue = z.core.$ZodIssue;

/**
 * The problems of a document in which a part may have one of two forms: those of the form that its author meant. The
 * first form is meant, unless it does not know a name with which the second begins.
 */
export function problemsOfForms(error: z.core.$ZodError): readonly SchemaProblem[] {
  return schemaProblems({ issues: error.issues.flatMap((issue) => withoutForms(issue)) });
}

function withoutForms(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [first = [], second = first] = issue.errors;
  const meant = first.some((one) => one.code === "unrecognized_keys" && one.keys.includes("upstreams"))
    ? second
    : first;
  return meant.map((one): Issue => ({ ...one, path: [...issue.path, ...one.path] })).flatMap(withoutForms);
}
