/** Everything that a SQL store can be asked, by name, so that a request can travel between threads. */
import * as conversations from "./conversation-queries.ts";
import * as events from "./event-queries.ts";
import * as keys from "./key-queries.ts";
import * as personas from "./persona-queries.ts";
import type { Sql } from "./tables.ts";

const operations = {
  "persona-create": personas.createPersona,
  "persona-get": personas.getPersona,
  "persona-list": personas.listPersonas,
  "persona-replace": personas.replacePersona,
  "persona-delete": personas.deletePersona,
  "conversation-create": conversations.createConversation,
  "conversation-get": conversations.getConversation,
  "conversation-list": conversations.listConversations,
  "conversation-claim": conversations.claimConversation,
  "conversation-delete": conversations.deleteConversation,
  "event-append": events.appendEvents,
  "event-list": events.selectEvents,
  "key-create": keys.createKey,
  "key-find": keys.findKey,
  "key-list": keys.listKeys,
  check: checkWritable,
};

type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<N extends OperationName> = Parameters<Operations[N]>[1];
export type OperationOutput<N extends OperationName> = Awaited<ReturnType<Operations[N]>>;

/** Runs one operation and answers what it found; it throws a StoreError for what it refuses. */
export type Call = <N extends OperationName>(name: N, input: OperationInput<N>) => Promise<OperationOutput<N>>;

/** Performs a request that came as data. */
export async function perform(
  sql: Sql,
  request: { readonly name: OperationName; readonly input: unknown },
): Promise<unknown> {
  // The name and its input left `Call` as a pair; TypeScript cannot follow a pair through a message.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const operation = operations[request.name] as (sql: Sql, input: unknown) => Promise<unknown>;
  return operation(sql, request.input);
}

/** Writes, because a full or read-only disk still reads. */
async function checkWritable(sql: Sql, _input: null): Promise<void> {
  await sql
    .updateTable("store_check")
    .set((row) => ({ times: row("times", "+", 1) }))
    .where("id", "=", 1)
    .execute();
}
