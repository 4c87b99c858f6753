/** PostgreSQL's error codes, and the network's, as store errors that say what to change. */
import { StoreError, type StoreErrorCode } from "../../ports/store.ts";

interface Meaning {
  readonly code: StoreErrorCode;
  readonly retryable?: boolean;
  readonly advice: string;
}

const url = "REPARTEE_DATABASE_URL";
const passing = (advice: string): Meaning => ({ code: "unavailable", retryable: true, advice });
const lasting = (advice: string): Meaning => ({ code: "unavailable", advice });
const damaged: Meaning = { code: "corrupt", advice: "restore a backup" };

/** https://www.postgresql.org/docs/current/errcodes-appendix.html; a class of two characters stands for the rest of it. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["28", lasting(`check the user and the password in ${url}, and what pg_hba.conf allows`)],
  ["3D", lasting(`create it, or name another one in ${url}`)],
  ["3F", lasting(`create the schema, or set another search_path for its user`)],
  ["42501", { code: "read-only", advice: "grant its user the right to create and write tables in the schema" }],
  ["42P01", lasting("its tables are missing; start repartee again to make them")],
  ["25006", { code: "read-only", advice: `it is a standby or set to read only; name the primary in ${url}` }],
  ["53100", { code: "full", advice: "free space on its disk" }],
  ["53300", passing("raise its max_connections, or the limit of its user, or run fewer servers")],
  ["53", passing("it is short of resources; try again")],
  ["57014", passing("it cancelled the statement; if that happens often, raise its statement_timeout")],
  ["57P03", passing("it is starting or stopping; try again")],
  ["57", passing("it closed the connection; try again")],
  ["55P03", passing("another transaction holds a lock for long; try again")],
  ["40", passing("another transaction was in the way; try again")],
  ["08", passing("the connection failed; try again")],
  ["25P03", passing("it closed a transaction that was idle for too long; try again")],
  ["58", lasting("its disk failed; see its log")],
  ["XX001", damaged],
  ["XX002", damaged],
  ["23", { code: "conflict", advice: "the change contradicts what is stored" }],
]);

const unreachable = passing(`is PostgreSQL running there? Check host and port in ${url}`);

/** The connection was lost when the change was on its way: nobody knows whether it was made. */
export class InDoubt extends Error {
  override readonly name = "InDoubt";
}

/** Any failure as a StoreError; `where` names the database without its user and password. */
export function toStoreError(error: unknown, where: string): StoreError {
  if (error instanceof StoreError) return error;
  if (error instanceof InDoubt) return unknownOutcome(error, where);
  const state = sqlState(error);
  const known = state === undefined ? undefined : (meanings.get(state) ?? meanings.get(state.slice(0, 2)));
  const { code, retryable = false, advice } = known ?? (state === undefined ? unreachable : lasting("see its log"));
  return new StoreError(code, `${where}: ${wordsOf(error)}; ${advice}`, { retryable, cause: withoutRows(error) });
}

function unknownOutcome(error: InDoubt, where: string): StoreError {
  const words = `${where}: ${error.message} (${wordsOf(error.cause)})`;
  return new StoreError("unavailable", `${words}; look whether the change was made before repeating it`, {
    retryable: true,
    cause: withoutRows(error.cause),
  });
}

/** Whether the connection is of no more use: it broke, or the server said that it ends it. */
export function isLost(error: unknown): boolean {
  if (error instanceof StoreError) return false;
  if (error instanceof InDoubt) return true;
  const state = sqlState(error);
  // A connection to a server that has become a standby would stay with it; a new one may find the primary.
  return state === undefined || /^(08|57P|25P03|25006)/.test(state);
}

/** The five characters of SQLSTATE; undefined where the failure is none of the server's. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  // Node's codes have a letter first and are words: EPIPE has five characters too.
  return /^[0-9A-Z]{5}$/.test(error.code) && "severity" in error ? error.code : undefined;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Where a name has several addresses and none answers, the error has a code and no words.
  const words = error instanceof AggregateError ? error.errors.map(wordsOf).join(", ") : error.message;
  return words === "" ? error.name : words;
}

/** The server's details quote the row that failed, which no log may hold. */
function withoutRows(error: unknown): unknown {
  if (sqlState(error) === undefined || !(error instanceof Error)) return error;
  return Object.assign(new Error(error.message), { code: sqlState(error) });
}
