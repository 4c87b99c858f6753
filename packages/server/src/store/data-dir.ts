/** The data folder: there, and private to its user when it is made here. */
import { closeSync, mkdirSync, openSync } from "node:fs";
import { StoreError, type StoreErrorCode } from "../ports/store.ts";

const codes: Readonly<Record<string, StoreErrorCode>> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "read-only",
  EACCES: "read-only",
  EPERM: "read-only",
};

export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fileError(error, dataDir);
  }
}

/** Creates the file, readable by its user alone, unless it is there. */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "a", 0o600));
  } catch (error) {
    throw fileError(error, path);
  }
}

/** A failed call to the file system as a StoreError that says what to change. */
export function fileError(error: unknown, path: string): StoreError {
  const words = error instanceof Error ? error.message : String(error);
  const code = codes[systemCode(error) ?? ""] ?? "unavailable";
  const advice =
    code === "full" ? "free space on its disk" : "make it writable or choose another with REPARTEE_DATA_DIR";
  return new StoreError(code, `${path} cannot hold the data (${words}); ${advice}`, { cause: error });
}

/** `ENOENT`, `EEXIST` and the like; undefined where the error is none of the system's. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
