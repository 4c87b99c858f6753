/** Many appends, each to another conversation, as one statement: one round trip, one transaction, one fsync. */
import type { AppendRecord } from "../sql/event-queries.ts";
import type { Connection } from "./connection.ts";

// The guarded update of sql/event-queries.ts over a set: a row that it does not change is an append that is refused,
// and takes none of its events with it. Two appends to one conversation would see the same row.
const statement = `
WITH append AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
    AS a (workspace_id, conversation_id, epoch, first_seq, last_seq, seq_high_water, status, updated_at)
), owned AS (
  UPDATE conversation AS c SET
    last_seq = coalesce(a.last_seq, c.last_seq),
    seq_high_water = greatest(c.seq_high_water, a.seq_high_water, a.last_seq),
    status = coalesce(a.status, c.status),
    updated_at = coalesce(a.updated_at, c.updated_at)
  FROM append AS a
  WHERE c.workspace_id = a.workspace_id AND c.conversation_id = a.conversation_id AND c.epoch = a.epoch
    AND (a.first_seq IS NULL OR c.last_seq < a.first_seq)
  RETURNING c.workspace_id, c.conversation_id, c.epoch
), stored AS (
  INSERT INTO conversation_event (workspace_id, conversation_id, seq, epoch, at_ms, type, body)
  SELECT workspace_id, conversation_id, e.seq, owned.epoch, e.at_ms, e.type, e.body
  FROM unnest($9::text[], $10::text[], $11::bigint[], $12::bigint[], $13::text[], $14::text[])
    AS e (workspace_id, conversation_id, seq, at_ms, type, body)
  JOIN owned USING (workspace_id, conversation_id)
)
SELECT workspace_id, conversation_id FROM owned`;

/** For each append whether it was stored; one that was not has changed nothing. */
export async function storeTogether(
  connection: Pick<Connection, "query">,
  group: readonly AppendRecord[],
): Promise<readonly boolean[]> {
  const { rows } = await connection.query(statement, toColumns(group));
  const stored = new Set(rows.map((row) => nameOf(String(row["workspace_id"]), String(row["conversation_id"]))));
  return group.map((append) => stored.has(nameOf(append.workspaceId, append.conversationId)));
}

function nameOf(workspaceId: string, conversationId: string): string {
  return JSON.stringify([workspaceId, conversationId]);
}

function toColumns(group: readonly AppendRecord[]): readonly unknown[][] {
  const events = group.flatMap(({ workspaceId, conversationId, events: some }) =>
    some.map((event) => ({ workspaceId, conversationId, ...event })),
  );
  return [
    group.map((append) => append.workspaceId),
    group.map((append) => append.conversationId),
    group.map((append) => append.epoch),
    group.map((append) => append.events[0]?.seq ?? null),
    group.map((append) => append.events.at(-1)?.seq ?? null),
    group.map((append) => append.seqHighWater ?? null),
    group.map((append) => append.status ?? null),
    group.map((append) => append.updatedAt ?? null),
    events.map((event) => event.workspaceId),
    events.map((event) => event.conversationId),
    events.map((event) => event.seq),
    events.map((event) => event.at_ms),
    events.map((event) => event.type),
    events.map((event) => event.body),
  ];
}
