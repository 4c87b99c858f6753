// Starts Repartee on the Node that runs this. Plain JavaScript, so that the cache of compiled code is on before the
// first line of TypeScript is read: a warm start takes two thirds of the time and 10 MB less.
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";

enableCompileCache();

const source = new URL("../src/main.ts", import.meta.url);
await import((existsSync(source) ? source : new URL("../dist/main.js", import.meta.url)).href);
