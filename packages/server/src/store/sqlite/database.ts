/** The database file of a data folder: locked, durable, private and at the program's schema. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ensureDataDir, makePrivateFile } from "../data-dir.ts";
import type { Migration } from "../sql/migration-files.ts";
import { acquireDataLock } from "./data-lock.ts";
import { migrate } from "./migrate.ts";
import { toStoreError } from "./sqlite-error.ts";

export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly file: string;
  /** The schema before and after the migrations. */
  readonly schema: { readonly from: number; readonly to: number };
  readonly close: () => void;
}

// A commit is on the disk when it returns: FULL syncs the log each time, `fullfsync` makes macOS mean it.
const pragmas = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA foreign_keys = ON;
  PRAGMA journal_size_limit = 67108864;
`;
const busyTimeoutMs = 5_000;

export function openDatabase(dataDir: string, migrations: readonly Migration[]): OpenDatabase {
  const file = join(dataDir, "repartee.db");
  ensureDataDir(dataDir);
  // SQLite gives the log beside it the same mode.
  makePrivateFile(file);
  let undo = (): void => {};
  try {
    const lock = acquireDataLock(dataDir);
    undo = () => lock.release();
    const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    const close = (): void => {
      database.close();
      lock.release();
    };
    undo = close;
    database.exec(pragmas);
    return { database, file, schema: migrate(database, migrations), close };
  } catch (error) {
    undo();
    throw toStoreError(error, file);
  }
}
