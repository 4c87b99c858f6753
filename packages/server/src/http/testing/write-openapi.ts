import { writeFile } from "node:fs/promises";
import { OPENAPI_FILE, describeApp } from "./described-app.ts";

// Run by hand after a change of a door or a schema; a test tells when it was forgotten.
await writeFile(OPENAPI_FILE, await describeApp());
