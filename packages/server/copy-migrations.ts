import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Copies what the compiler leaves behind: the store reads its migrations beside its own code. */
const from = fileURLToPath(new URL("./src/store/migrations", import.meta.url));
const to = fileURLToPath(new URL("./dist/store/migrations", import.meta.url));
cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith(".ts") });
