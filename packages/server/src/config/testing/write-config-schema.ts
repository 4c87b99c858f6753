import { writeFile } from "node:fs/promises";
import { CONFIG_SCHEMA_FILE, describeConfigFile } from "./config-schema-file.ts";

// Run by hand after a change of what the configuration may hold; a test tells when it was forgotten.
await writeFile(CONFIG_SCHEMA_FILE, describeConfigFile());
