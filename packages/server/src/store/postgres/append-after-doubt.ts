/** Repeats an append of which nobody knows whether it was stored, without storing anything twice. */
import { type AppendRecord, appendEvents, selectEvents } from "../sql/event-queries.ts";
import type { EventRecord, Sql } from "../sql/tables.ts";

/** What is stored of it already is left out; the rest, which may have grown since, is appended. */
export async function appendAfterDoubt(sql: Sql, append: AppendRecord): Promise<void> {
  const { workspaceId, conversationId, events } = append;
  // Waits for the lost statement, should it still be running, and keeps it out should it not have begun.
  await sql
    .selectFrom("conversation")
    .select("epoch")
    .where("workspace_id", "=", workspaceId)
    .where("conversation_id", "=", conversationId)
    .forUpdate()
    .execute();
  const [first] = events;
  const stored =
    first === undefined ? [] : await selectEvents(sql, { workspaceId, conversationId, afterSeq: first.seq - 1 });
  const known = stored.every((event, index) => isSame(event, events[index]));
  await appendEvents(sql, { ...append, events: known ? events.slice(stored.length) : events });
}

function isSame(stored: EventRecord, given: EventRecord | undefined): boolean {
  return (
    given !== undefined &&
    stored.seq === given.seq &&
    stored.at_ms === given.at_ms &&
    stored.type === given.type &&
    stored.body === given.body
  );
}
