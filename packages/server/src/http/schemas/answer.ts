import { z } from "@hono/zod-openapi";

/** What several doors answer alike. */
export const problem = z
  .object({ error: z.string().optional(), message: z.string().optional() })
  .openapi("Problem", { description: "What happened, to what, and what to do. Read `error`, else `message`." });

export function listOf(item: z.ZodType) {
  return z.object({ data: z.array(item), total_count: z.int() });
}

export function json(description: string, schema: z.ZodType) {
  return { description, content: { "application/json": { schema } } };
}

export const badRequest = json("A field is wrong, or an id is unknown.", problem);
export const notAuthorized = json("No valid `x-api-key` and no session of the page.", problem);
export const tooLarge = json("The body is larger than this door takes.", problem);

/** A whole number in a query, which is text. */
function queryNumber(max: number, fallback: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, "expected a whole number")
    .transform(Number)
    .pipe(z.int().min(1).max(max))
    .default(fallback)
    .openapi({ type: "integer", minimum: 1, maximum: max, default: fallback });
}

/** `limit` and `page` of every list; pages count from 1. */
export const pageQuery = z.object({ limit: queryNumber(100, 10), page: queryNumber(1_000_000, 1) });
