import { fileURLToPath } from "node:url";
import { openTestApp } from "./test-app.ts";

/** The published description of the doors. */
export const OPENAPI_FILE = fileURLToPath(new URL("../../../../../docs/openapi.json", import.meta.url));

/** Its text, as the app of this source would answer it. */
export async function describeApp(): Promise<string> {
  const { ask } = await openTestApp();
  const { body } = await ask("GET /openapi.json");
  return `${JSON.stringify(body, null, 2)}\n`;
}
