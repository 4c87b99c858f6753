/** What a conversation store asks of SQL, apart from its events. */
import { existsAlready } from "../refusal.ts";
import { insertEvents, selectEvents } from "./event-queries.ts";
import type { ConversationRecord, EventRecord, Sql } from "./tables.ts";

const columns = [
  "workspace_id",
  "conversation_id",
  "persona_id",
  "status",
  "body",
  "created_at",
  "updated_at",
] as const;

export interface ConversationName {
  readonly workspaceId: string;
  readonly conversationId: string;
}

export interface ConversationListing {
  readonly workspaceId: string;
  readonly status?: ConversationRecord["status"];
  readonly offset: number;
  readonly limit: number;
}

export interface ClaimRecord {
  readonly record: ConversationRecord;
  readonly epoch: number;
  readonly seqHighWater: number;
  readonly events: readonly EventRecord[];
}

export async function createConversation(
  sql: Sql,
  created: { readonly record: ConversationRecord; readonly first: EventRecord },
): Promise<void> {
  const { record, first } = created;
  const { numInsertedOrUpdatedRows } = await sql
    .insertInto("conversation")
    .values({ ...record, epoch: 0, last_seq: first.seq, seq_high_water: first.seq })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw existsAlready("conversation", record.conversation_id);
  const name = { workspaceId: record.workspace_id, conversationId: record.conversation_id };
  await insertEvents(sql, { ...name, epoch: 0, events: [first] });
}

export async function getConversation(sql: Sql, name: ConversationName): Promise<ConversationRecord | undefined> {
  return sql
    .selectFrom("conversation")
    .select(columns)
    .where("workspace_id", "=", name.workspaceId)
    .where("conversation_id", "=", name.conversationId)
    .executeTakeFirst();
}

export async function listConversations(
  sql: Sql,
  listing: ConversationListing,
): Promise<{ records: ConversationRecord[]; totalCount: number }> {
  let matching = sql.selectFrom("conversation").where("workspace_id", "=", listing.workspaceId);
  if (listing.status !== undefined) matching = matching.where("status", "=", listing.status);
  const records = await matching
    .select(columns)
    .orderBy("created_at", "desc")
    .orderBy("ordinal", "desc")
    .limit(listing.limit)
    .offset(listing.offset)
    .execute();
  const counted = await matching.select((of) => of.fn.countAll<number>().as("rows")).executeTakeFirstOrThrow();
  return { records, totalCount: Number(counted.rows) };
}

export async function claimConversation(sql: Sql, name: ConversationName): Promise<ClaimRecord | undefined> {
  // Raised before anything is read: in a database with several writers the row stays locked until the end.
  const claimed = await sql
    .updateTable("conversation")
    .set((row) => ({ epoch: row("epoch", "+", 1) }))
    .where("workspace_id", "=", name.workspaceId)
    .where("conversation_id", "=", name.conversationId)
    .returning([...columns, "epoch", "seq_high_water"])
    .executeTakeFirst();
  if (claimed === undefined) return undefined;
  const { epoch, seq_high_water: seqHighWater, ...record } = claimed;
  const events = await selectEvents(sql, { ...name, afterSeq: Number.MIN_SAFE_INTEGER });
  return { record, epoch, seqHighWater, events };
}

export async function deleteConversation(sql: Sql, name: ConversationName): Promise<boolean> {
  const { numDeletedRows } = await sql
    .deleteFrom("conversation")
    .where("workspace_id", "=", name.workspaceId)
    .where("conversation_id", "=", name.conversationId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
