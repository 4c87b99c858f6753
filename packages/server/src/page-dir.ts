import { fileURLToPath } from "node:url";

/** The folder of the built page. */
export const pageDir = fileURLToPath(new URL("../../../apps/playground/dist", import.meta.url));
