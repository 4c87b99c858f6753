/**
 * One process per data folder.
 *
 * The lock is the operating system's, held through an empty SQLite file: it ends with its process, however that
 * ends, and never has to be judged by a pid, which in a container is 1 for every process that ever ran there. The
 * database itself stays open to backup tools.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../ports/store.ts";
import { makePrivateFile } from "../data-dir.ts";
import { toStoreError } from "./sqlite-error.ts";

export interface DataLock {
  release(): void;
}

export function acquireDataLock(dataDir: string): DataLock {
  const file = join(dataDir, "repartee.lock");
  const pidFile = join(dataDir, "repartee.pid");
  makePrivateFile(file);
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    const failure = toStoreError(error, file);
    throw failure.retryable ? inUse(dataDir, pidFile) : failure;
  }
  writePid(pidFile);
  return {
    release() {
      // Before the lock: the next owner's pid must not be the one that goes.
      rmSync(pidFile, { force: true });
      lock.close();
    },
  };
}

function writePid(pidFile: string): void {
  try {
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch {
    // Only a message would name it; a full disk must not keep what is stored from being read.
  }
}

function inUse(dataDir: string, pidFile: string): StoreError {
  return new StoreError(
    "unavailable",
    `another repartee${pidWords(pidFile)} uses ${dataDir}; stop it or choose another with REPARTEE_DATA_DIR`,
  );
}

function pidWords(pidFile: string): string {
  try {
    return ` (pid ${Number.parseInt(readFileSync(pidFile, "utf8"), 10)})`;
  } catch {
    return ""; // the other one is just starting or stopping
  }
}
