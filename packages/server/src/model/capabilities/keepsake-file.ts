import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import type { Keepsake } from "./learned-capabilities.ts";

/** A text in a file that only its owner may read; it is there whole, or as it was before. */
export function openKeepsakeFile(path: string): Keepsake {
  return {
    read() {
      try {
        return readFileSync(path, "utf8");
      } catch (cause) {
        if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
        throw cause;
      }
    },
    async write(text) {
      const next = `${path}.next`;
      await writeFile(next, text, { mode: 0o600, flush: true });
      await rename(next, path);
    },
  };
}
