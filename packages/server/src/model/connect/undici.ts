import { createRequire } from "node:module";
import type * as Undici from "undici";

const require = createRequire(import.meta.url);
let loaded: typeof Undici | undefined;

/** Loads undici when a model is first called, and at once: 25 MB and 60 ms that a server without conversations can do without. */
export function loadUndici(): typeof Undici {
  if (loaded !== undefined) return loaded;
  // `require` knows nothing of what it loads; the types are the package's own.
  const undici: typeof Undici = require("undici");
  loaded = undici;
  return undici;
}
