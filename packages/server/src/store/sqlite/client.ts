/** The port's end of the database thread: bounded, ordered, and honest about its death. */
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Log } from "../../ports/log.ts";
import { StoreError } from "../../ports/store.ts";
import { storeClosed } from "../refusal.ts";
import { FlightRoom, flightLimits } from "../sql/flight-room.ts";
import type { Call, OperationInput, OperationName, OperationOutput } from "../sql/operations.ts";
import type { Answer, FromWorker, Problem, ToWorker, WorkerInput } from "./messages.ts";
import { threadEnv } from "./thread-env.ts";

export interface SqliteClientOptions {
  readonly dataDir: string;
  readonly log: Log;
  readonly limits?: typeof flightLimits;
  readonly startWorker?: (input: WorkerInput) => Worker;
}

/** Resolves once the database is open, locked and migrated; rejects with why it is not. */
export async function openSqliteClient(options: SqliteClientOptions): Promise<SqliteClient> {
  const { dataDir, log, limits = flightLimits, startWorker = startSqliteWorker } = options;
  const worker = startWorker({ dataDir });
  const client = new SqliteClient(worker, { log, limits });
  const { file, schema } = await client.opened;
  const { from, to } = schema;
  // A new one is no news; an old one that was changed is.
  if (from !== to) log[from === 0 ? "debug" : "info"]("the database was migrated", { file, from, to });
  return client;
}

/** The thread runs the file beside this one, as source or as built, and with the process's cache of compiled code. */
function startSqliteWorker(workerData: WorkerInput): Worker {
  const extension = extname(import.meta.url);
  const execArgv = extension === ".ts" ? ["--conditions=repartee"] : [];
  return new Worker(new URL(`./worker${extension}`, import.meta.url), {
    workerData,
    execArgv,
    env: threadEnv(),
    name: "store",
  });
}

type Opened = Extract<FromWorker, { type: "open" }>;

interface Flight {
  readonly settle: (answer: Answer) => void;
  readonly fail: (error: StoreError) => void;
  readonly leave: () => void;
}

class SqliteClient {
  readonly opened: Promise<Opened>;
  readonly #worker: Worker;
  readonly #room: FlightRoom;
  readonly #flights = new Map<number, Flight>();
  readonly #gone: Promise<void>;
  #nextId = 1;
  /** Why no further call is taken. */
  #over: StoreError | undefined;

  constructor(worker: Worker, { log, limits }: { readonly log: Log; readonly limits: typeof flightLimits }) {
    this.#worker = worker;
    this.#room = new FlightRoom(limits);
    const opened = Promise.withResolvers<Opened>();
    const gone = Promise.withResolvers<void>();
    this.opened = opened.promise;
    this.#gone = gone.promise;
    let cause: unknown;
    let problem: Problem | undefined;
    worker.on("message", (message: FromWorker) => {
      if (message.type === "answers") for (const answer of message.answers) this.#land(answer);
      else if (message.type === "open") opened.resolve(message);
      else problem = message.problem;
    });
    worker.on("error", (error) => (cause = error));
    worker.on("exit", () => {
      const death = problem === undefined ? threadDied(cause) : toError(problem);
      if (this.#over === undefined && problem === undefined)
        log.error("the store's thread died", { error: death.message });
      this.#over ??= death;
      for (const flight of this.#flights.values()) flight.fail(death);
      this.#flights.clear();
      opened.reject(death);
      gone.resolve();
    });
  }

  readonly call: Call = async <N extends OperationName>(name: N, input: OperationInput<N>) => {
    // The thread performs `name`, so what it answers is that operation's output.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (await this.#send(name, input)) as OperationOutput<N>;
  };

  async #send(name: OperationName, input: unknown): Promise<unknown> {
    if (this.#over !== undefined) throw this.#over;
    const leave = this.#room.enter(input);
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#post({ type: "request", id, name, input });
    const settle = (answer: Answer): void => (answer.ok ? resolve(answer.value) : reject(toError(answer.problem)));
    this.#flights.set(id, { settle, fail: reject, leave });
    return promise;
  }

  /** Whatever was asked before is finished first. */
  async close(): Promise<void> {
    if (this.#over === undefined) {
      this.#over = storeClosed();
      this.#post({ type: "close" });
    }
    await this.#gone;
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #land(answer: Answer): void {
    const flight = this.#flights.get(answer.id);
    if (flight === undefined) return;
    this.#flights.delete(answer.id);
    flight.leave();
    flight.settle(answer);
  }
}

function toError({ code, message, retryable }: Problem): StoreError {
  return new StoreError(code, message, { retryable });
}

function threadDied(cause: unknown): StoreError {
  const words = cause instanceof Error ? ` (${cause.message})` : "";
  return new StoreError("unavailable", `the store's thread died${words}; start repartee again`, { cause });
}
