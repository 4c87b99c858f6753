import type { z } from "zod";
import { inWords, pathInWords, schemaProblems } from "../json/schema-problem.ts";
import { refusal } from "./problem.ts";

/** What a request said, typed; or a 400 that names the first wrong field and what was expected there. */
export function parseOr400<T>(schema: z.ZodType<T>, value: unknown, wordFor: WordFor = (path) => path): T {
  const parsed = schema.safeParse(value, { error: inWords });
  if (parsed.success) return parsed.data;
  const [problem] = schemaProblems(parsed.error);
  throw refusal(400, `${pathInWords(wordFor(problem?.path ?? []))}: ${problem?.message ?? "is not valid"}`);
}

/** The name of a field in the vocabulary that the client used. */
export type WordFor = (path: readonly PropertyKey[]) => readonly PropertyKey[];
