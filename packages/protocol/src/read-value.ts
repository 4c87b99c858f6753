import * as z from "zod/mini";

import { describeIssue } from "./describe-issue.ts";

export type ReadResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

/** Makes an untrusted value typed, or says in one line which field is wrong and how. */
export function readValue<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): ReadResult<z.output<Schema>> {
  const result = z.safeParse(schema, value);
  if (result.success) return { ok: true, value: result.data };
  const [first] = result.error.issues;
  return { ok: false, message: first === undefined ? "not as expected" : describeIssue(first, value) };
}
