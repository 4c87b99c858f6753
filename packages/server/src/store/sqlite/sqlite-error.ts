/** SQLite's result codes as store errors that say what to change. */
import { StoreError, type StoreErrorCode } from "../../ports/store.ts";

/** https://www.sqlite.org/rescode.html; the low byte of an extended code is its primary one. */
const primary = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
};
const failedSync = 1034;

const answers: ReadonlyMap<number, { code: StoreErrorCode; retryable?: boolean; advice: string }> = new Map([
  [primary.busy, { code: "unavailable", retryable: true, advice: "another program is writing to it; try again" }],
  [primary.locked, { code: "unavailable", retryable: true, advice: "another program is writing to it; try again" }],
  [
    primary.readOnly,
    { code: "read-only", advice: "make the file and its folder writable for the user that runs repartee" },
  ],
  [primary.ioError, { code: "unavailable", advice: "the disk failed; check it, then start repartee again" }],
  [primary.corrupt, { code: "corrupt", advice: "restore a backup, or move the file away to start empty" }],
  [primary.notADatabase, { code: "corrupt", advice: "restore a backup, or move the file away to start empty" }],
  [primary.full, { code: "full", advice: "free space on its disk" }],
  [primary.cannotOpen, { code: "unavailable", advice: "make its folder writable for the user that runs repartee" }],
  [primary.constraint, { code: "conflict", advice: "the change contradicts what is stored" }],
]);

/** Any failure as a StoreError; one that is a StoreError already stays as it is. */
export function toStoreError(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const words = error instanceof Error ? error.message : String(error);
  const code = resultCode(error);
  const answer = code === undefined ? undefined : answers.get(code & 0xff);
  if (answer === undefined) return new StoreError("unavailable", `${file}: ${words}`, { cause: error });
  const { retryable = false } = answer;
  return new StoreError(answer.code, `${file}: ${words}; ${answer.advice}`, { retryable, cause: error });
}

/** After a failed fsync nobody knows what the disk holds, and asking again would answer that all is well. */
export function isFailedSync(error: unknown): boolean {
  return resultCode(error) === failedSync;
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}
