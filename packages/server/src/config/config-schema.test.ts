import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { CONFIG_SCHEMA_FILE, describeConfigFile } from "./testing/config-schema-file.ts";

test("G17 config.schema.json is what the server checks; rewrite it with: npm run config-schema", async () => {
  expect(describeConfigFile()).toBe(await readFile(CONFIG_SCHEMA_FILE, "utf8"));
});
