/** Appends in groups, and the memory of those of which nobody knows whether they were stored. */
import { StoreError } from "../../ports/store.ts";
import { assertRising } from "../refusal.ts";
import type { AppendRecord } from "../sql/event-queries.ts";
import { appendAfterDoubt } from "./append-after-doubt.ts";
import { storeGroup } from "./append-group.ts";
import { AppendQueue } from "./append-queue.ts";
import type { Pool } from "./connection.ts";
import { conversationLane } from "./place.ts";
import { InDoubt } from "./postgres-error.ts";
import { inTransaction } from "./transaction.ts";

// A second group is under way while the first is answered; measured, a third and fourth gain nothing.
const width = 2;
const groupLimit = 500;
const doubtLimit = 10_000;

export class Appends {
  readonly #pool: Pool;
  readonly #queue: AppendQueue<AppendRecord>;
  readonly #doubts = new Set<string>();

  constructor(pool: Pool) {
    this.#pool = pool;
    this.#queue = new AppendQueue({ store: (group) => storeGroup(pool, group), width, groupLimit });
  }

  /** One at a time for each conversation. */
  async append(append: AppendRecord): Promise<void> {
    assertRising(
      append.conversationId,
      append.events.map((event) => event.seq),
    );
    const name = conversationLane(append);
    if (this.#doubts.has(name)) return this.#appendAfterDoubt(name, append);
    try {
      await this.#queue.add(append);
    } catch (error) {
      if (error instanceof InDoubt) this.#doubt(name);
      throw error;
    }
  }

  async #appendAfterDoubt(name: string, append: AppendRecord): Promise<void> {
    try {
      await inTransaction(this.#pool, (sql) => appendAfterDoubt(sql, append));
      this.#doubts.delete(name);
    } catch (error) {
      if (error instanceof StoreError) this.#doubts.delete(name);
      throw error;
    }
  }

  /** One that is forgotten at the bound is refused as a conflict if it is repeated and was stored. */
  #doubt(name: string): void {
    const oldest = this.#doubts.keys().next();
    if (this.#doubts.size >= doubtLimit && !oldest.done) this.#doubts.delete(oldest.value);
    this.#doubts.add(name);
  }
}
