/** A folder for one test, gone at the end of its scope. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryDir extends Disposable {
  readonly path: string;
}

export function createTemporaryDir(): TemporaryDir {
  const path = mkdtempSync(join(tmpdir(), "repartee-store-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
