/** The append-only truth of a conversation in SQL. */
import { assertRising, noConversation, seqConflict, staleOwner } from "../refusal.ts";
import type { EventRecord, Sql } from "./tables.ts";

export interface AppendRecord {
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly epoch: number;
  readonly events: readonly EventRecord[];
  readonly status?: "ended";
  readonly updatedAt?: string;
  readonly seqHighWater?: number;
}

export interface EventRange {
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly afterSeq: number;
}

// 7 parameters each; SQLite takes 32,766 in one statement.
const eventsPerInsert = 100;

/** One guarded update decides; everything else depends on it having changed its row. */
export async function appendEvents(sql: Sql, append: AppendRecord): Promise<void> {
  const seqs = append.events.map((event) => event.seq);
  assertRising(append.conversationId, seqs);
  const lastSeq = seqs.at(-1);
  const highWater = Math.max(append.seqHighWater ?? 0, lastSeq ?? 0);
  let update = sql
    .updateTable("conversation")
    .set((row) => ({
      seq_high_water: row
        .case()
        .when("seq_high_water", "<", highWater)
        .then(highWater)
        .else(row.ref("seq_high_water"))
        .end(),
      ...(lastSeq === undefined ? {} : { last_seq: lastSeq }),
      ...(append.status === undefined ? {} : { status: append.status }),
      ...(append.updatedAt === undefined ? {} : { updated_at: append.updatedAt }),
    }))
    .where("workspace_id", "=", append.workspaceId)
    .where("conversation_id", "=", append.conversationId)
    .where("epoch", "=", append.epoch);
  if (seqs[0] !== undefined) update = update.where("last_seq", "<", seqs[0]);
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw await refusalOf(sql, append);
  await insertEvents(sql, append);
}

/** Why an append changed nothing. */
export async function refusalOf(sql: Sql, append: AppendRecord): Promise<Error> {
  const stored = await sql
    .selectFrom("conversation")
    .select(["epoch", "last_seq"])
    .where("workspace_id", "=", append.workspaceId)
    .where("conversation_id", "=", append.conversationId)
    .executeTakeFirst();
  if (stored === undefined) return noConversation(append.conversationId);
  if (stored.epoch !== append.epoch)
    return staleOwner(append.conversationId, { given: append.epoch, stored: stored.epoch });
  return seqConflict(append.conversationId, stored.last_seq);
}

export async function insertEvents(sql: Sql, append: AppendRecord): Promise<void> {
  const { workspaceId: workspace_id, conversationId: conversation_id, epoch } = append;
  for (let from = 0; from < append.events.length; from += eventsPerInsert) {
    const events = append.events.slice(from, from + eventsPerInsert);
    const rows = events.map((event) => ({ workspace_id, conversation_id, epoch, ...event }));
    await sql.insertInto("conversation_event").values(rows).execute();
  }
}

export async function selectEvents(sql: Sql, range: EventRange): Promise<EventRecord[]> {
  return sql
    .selectFrom("conversation_event")
    .select(["seq", "at_ms", "type", "body"])
    .where("workspace_id", "=", range.workspaceId)
    .where("conversation_id", "=", range.conversationId)
    .where("seq", ">", range.afterSeq)
    .orderBy("seq")
    .execute();
}
