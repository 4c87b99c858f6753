import { fileURLToPath } from "node:url";
import { z } from "zod";
import { configFile } from "../config-schema.ts";

export const CONFIG_SCHEMA_FILE = fileURLToPath(new URL("../../../config.schema.json", import.meta.url));

/** The JSON Schema of `repartee.config.json`, made from what the server itself checks. */
export function describeConfigFile(): string {
  const schema = z.toJSONSchema(configFile, { io: "input", target: "draft-7" });
  const titled = { ...schema, title: "repartee.config.json", description: "What a Repartee server is set to." };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
