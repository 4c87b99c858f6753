import { readValue } from "@repartee/protocol";

import { ReparteeError } from "./repartee-error.ts";

type Schema = Parameters<typeof readValue>[0];

/** The body as the schema types it; a body of another shape is an error that names the field. */
export function expectAnswer<Expected extends Schema>(schema: Expected, body: unknown) {
  const result = readValue(schema, body);
  if (result.ok) return result.value;
  throw new ReparteeError(`the server's answer is not as expected: ${result.message}`, { code: "bad_answer" });
}
