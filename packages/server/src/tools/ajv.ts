import { createRequire } from "node:module";
import type * as AjvModule from "ajv";

const require = createRequire(import.meta.url);
let loaded: typeof AjvModule | undefined;

/** Loads ajv when the first schema is compiled, and at once: 2 MB and 12 ms that a server without tools can do without. */
export function loadAjv(): typeof AjvModule {
  if (loaded !== undefined) return loaded;
  // `require` knows nothing of what it loads; the types are the package's own.
  const ajv: typeof AjvModule = require("ajv");
  loaded = ajv;
  return ajv;
}
