/** Stores a group of appends and answers each by itself: one that is refused takes nothing from its neighbours. */
import { type AppendRecord, refusalOf } from "../sql/event-queries.ts";
import { storeTogether } from "./append-statement.ts";
import type { Pool } from "./connection.ts";
import { InDoubt, isLost } from "./postgres-error.ts";
import { withConnection } from "./transaction.ts";

/** One per append, in order: undefined where it was stored, else why it was not. */
export async function storeGroup(pool: Pool, group: readonly AppendRecord[]): Promise<readonly unknown[]> {
  try {
    return await withConnection(pool, async (connection) => {
      const stored = await storeTogether(connection, group).catch((error: unknown) => {
        throw isLost(error) ? new InDoubt("the append was not answered", { cause: error }) : error;
      });
      const problems: unknown[] = [];
      for (const [index, append] of group.entries()) {
        problems.push(stored[index] === true ? undefined : await refusalOf(connection.sql, append));
      }
      return problems;
    });
  } catch (error) {
    if (group.length === 1 || error instanceof InDoubt || isLost(error)) return group.map(() => error);
  }
  // The statement failed as a whole, whoever is guilty: each is tried by itself.
  const problems: unknown[] = [];
  for (const append of group) problems.push(...(await storeGroup(pool, [append])));
  return problems;
}
