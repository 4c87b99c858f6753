/** The thread that owns the database. It takes requests in order and answers them after they are durable. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { readMigrations } from "../sql/migration-files.ts";
import { perform } from "../sql/operations.ts";
import { openDatabase, type OpenDatabase } from "./database.ts";
import { openKysely } from "./dialect.ts";
import { commitTogether, type Outcome } from "./group-commit.ts";
import type { Answer, FromWorker, Problem, SqlRequest, ToWorker, WorkerInput } from "./messages.ts";
import { toStoreError } from "./sqlite-error.ts";

// Bounds how long the first request of a group waits for the last.
const groupLimit = 1_000;

function start(port: MessagePort, { dataDir }: WorkerInput): void {
  const say = (message: FromWorker): void => port.postMessage(message);
  let open: OpenDatabase;
  try {
    open = openDatabase(dataDir, readMigrations(new URL("../migrations/sqlite/", import.meta.url)));
  } catch (error) {
    say({ type: "refused", problem: toProblem(error, dataDir) });
    return port.close();
  }
  const { database, file } = open;
  const sql = openKysely(database);
  const answer = async (group: readonly SqlRequest[]): Promise<void> => {
    const outcomes = await commitTogether(group, { connection: database, perform: (request) => perform(sql, request) });
    say({ type: "answers", answers: group.flatMap((request, index) => toAnswer(request.id, outcomes[index], file)) });
  };
  serve(port, { answer, close: open.close });
  say({ type: "open", file, schema: open.schema });
}

interface Owner {
  readonly answer: (group: readonly SqlRequest[]) => Promise<void>;
  readonly close: () => void;
}

/** Takes all that waits, in groups, until it is told to close. */
function serve(port: MessagePort, { answer, close }: Owner): void {
  const waiting: ToWorker[] = [];
  let running = false;
  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      drain(port, waiting);
      const group = takeGroup(waiting);
      if (group.length > 0) await answer(group);
      else if (waiting[0]?.type === "close") {
        close();
        return port.close();
      }
    }
    running = false;
  };
  port.on("message", (message: ToWorker) => {
    waiting.push(message);
    // Rejects only when the disk cannot be trusted any more; the thread must die of that, and its owner tells everyone.
    if (!running) void run();
  });
}

function drain(port: MessagePort, waiting: ToWorker[]): void {
  for (;;) {
    const next: { message: ToWorker } | undefined = receiveMessageOnPort(port);
    if (next === undefined) return;
    waiting.push(next.message);
  }
}

function takeGroup(waiting: ToWorker[]): SqlRequest[] {
  const group: SqlRequest[] = [];
  for (let next = waiting[0]; next?.type === "request" && group.length < groupLimit; next = waiting[0]) {
    group.push(next);
    waiting.shift();
  }
  return group;
}

function toAnswer(id: number, outcome: Outcome | undefined, file: string): Answer {
  if (outcome?.ok) return { id, ok: true, value: outcome.value };
  return { id, ok: false, problem: toProblem(outcome?.error, file) };
}

function toProblem(error: unknown, where: string): Problem {
  const { code, message, retryable } = toStoreError(error, where);
  return { code, message, retryable };
}

if (parentPort === null) throw new Error("sqlite/worker.ts runs only as a worker thread");
start(parentPort, workerData);
