import { z } from "@hono/zod-openapi";

/** A claim; also as the strings "true" and "false", which clients of this API send. Null is the same as left out. */
export const wireBoolean = z
  .preprocess((value) => (value === "true" ? true : value === "false" ? false : value), z.boolean())
  .openapi({ type: "boolean" });

/** Ids, names and other words that people give. */
export const shortText = z.string().max(1_000);

/** Prompts and contexts; the body's own bound is what ends them. */
export const longText = z.string();

export const idList = z.array(shortText).max(1_000);

export const seconds = z.int().min(0).max(31_536_000);

/** Where the server itself will send requests. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" })
  .refine(hasNoCredentials, "expected a URL without a user or password; send them in `headers` or as `api_key`");

/** What is no URL at all has been told already. */
function hasNoCredentials(text: string): boolean {
  const url = URL.parse(text);
  return url === null || (url.username === "" && url.password === "");
}
