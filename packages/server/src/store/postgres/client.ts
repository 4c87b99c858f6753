/** The port's end of PostgreSQL: bounded, in the order of the calls, and honest about what it does not know. */
import type { Log } from "../../ports/log.ts";
import { storeClosed } from "../refusal.ts";
import { FlightRoom, flightLimits } from "../sql/flight-room.ts";
import {
  type Call,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  perform,
} from "../sql/operations.ts";
import { Appends } from "./appends.ts";
import type { Pool } from "./connection.ts";
import { Lanes } from "./lanes.ts";
import { placeOf, singleReads } from "./place.ts";
import { toStoreError } from "./postgres-error.ts";
import { inTransaction, withConnection } from "./transaction.ts";

export interface PostgresClientParts {
  readonly pool: Pool;
  readonly log: Log;
  /** The database without its user and password. */
  readonly where: string;
  readonly limits?: typeof flightLimits;
}

export class PostgresClient {
  readonly #parts: PostgresClientParts;
  readonly #room: FlightRoom;
  readonly #lanes = new Lanes();
  readonly #appends: Appends;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;
  /** Said once, when it changes. */
  #reachable = true;

  constructor(parts: PostgresClientParts) {
    this.#parts = parts;
    this.#room = new FlightRoom(parts.limits ?? flightLimits);
    this.#appends = new Appends(parts.pool);
  }

  readonly call: Call = async <N extends OperationName>(name: N, input: OperationInput<N>) => {
    if (this.#closed !== undefined) throw storeClosed();
    const leave = this.#room.enter(input);
    const answer = this.#lanes.run(placeOf(name, input), () => this.#perform(name, input));
    this.#underWay.add(answer);
    try {
      // `perform` carries out `name`, so what it answers is that operation's output.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const output = (await answer) as OperationOutput<N>;
      this.#notice(true);
      return output;
    } catch (error) {
      const problem = toStoreError(error, this.#parts.where);
      if (problem.code === "unavailable" && problem.retryable) this.#notice(false, problem.message);
      throw problem;
    } finally {
      this.#underWay.delete(answer);
      leave();
    }
  };

  /** Whatever was asked before is finished first. */
  close(): Promise<void> {
    this.#closed ??= Promise.allSettled(this.#underWay).then(() => this.#parts.pool.close());
    return this.#closed;
  }

  async #perform<N extends OperationName>(name: N, input: OperationInput<N>): Promise<unknown> {
    const { pool } = this.#parts;
    const request = { name, input };
    if (isAppend(request)) return this.#appends.append(request.input);
    if (singleReads.has(name)) return withConnection(pool, ({ sql }) => perform(sql, request));
    return inTransaction(pool, (sql) => perform(sql, request));
  }

  #notice(reachable: boolean, reason?: string): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    const { log, where } = this.#parts;
    if (reachable) log.info("the database answers again", { database: where });
    else log.warn("the database does not answer", { database: where, reason });
  }
}

type Append = { readonly name: "event-append"; readonly input: OperationInput<"event-append"> };

function isAppend(request: { readonly name: OperationName; readonly input: unknown }): request is Append {
  return request.name === "event-append";
}
