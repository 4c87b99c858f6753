/**
 * Group commit: requests that wait together share one transaction and one fsync.
 *
 * Each has a savepoint of its own, so one that fails takes back only what it did. Nothing is answered before the
 * commit has reached the disk.
 */
import { isFailedSync } from "./sqlite-error.ts";

export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

export interface GroupRun<Q> {
  readonly connection: Connection;
  readonly perform: (request: Q) => Promise<unknown>;
}

/** The part of node:sqlite's DatabaseSync that transactions need. */
export interface Connection {
  exec(sql: string): void;
  readonly isTransaction: boolean;
}

/** One outcome per request, in order. It throws only if the disk can no longer be trusted. */
export async function commitTogether<Q>(group: readonly Q[], run: GroupRun<Q>): Promise<readonly Outcome[]> {
  try {
    return await commitOnce(group, run);
  } catch (error) {
    if (run.connection.isTransaction) run.connection.exec("ROLLBACK");
    if (isFailedSync(error)) throw error;
    if (group.length === 1) return [{ ok: false, error }];
    // A full disk ends the whole transaction, whoever filled it: the others are tried by themselves.
    const outcomes: Outcome[] = [];
    for (const request of group) outcomes.push(...(await commitTogether([request], run)));
    return outcomes;
  }
}

async function commitOnce<Q>(group: readonly Q[], run: GroupRun<Q>): Promise<Outcome[]> {
  run.connection.exec("BEGIN");
  const outcomes: Outcome[] = [];
  for (const request of group) outcomes.push(await inSavepoint(request, run));
  run.connection.exec("COMMIT");
  return outcomes;
}

async function inSavepoint<Q>(request: Q, { connection, perform }: GroupRun<Q>): Promise<Outcome> {
  connection.exec("SAVEPOINT request");
  try {
    const value = await perform(request);
    connection.exec("RELEASE request");
    return { ok: true, value };
  } catch (error) {
    if (!connection.isTransaction) throw error;
    connection.exec("ROLLBACK TO request");
    connection.exec("RELEASE request");
    return { ok: false, error };
  }
}
