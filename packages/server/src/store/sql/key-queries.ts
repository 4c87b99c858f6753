/** What a key store asks of SQL. */
import { existsAlready } from "../refusal.ts";
import type { KeyRecord, Sql } from "./tables.ts";

const columns = ["workspace_id", "key_id", "name", "hash", "created_at"] as const;

export async function createKey(sql: Sql, record: KeyRecord): Promise<void> {
  const { numInsertedOrUpdatedRows } = await sql
    .insertInto("api_key")
    .values(record)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw existsAlready("key", record.key_id);
}

export async function findKey(sql: Sql, hash: string): Promise<KeyRecord | undefined> {
  return sql.selectFrom("api_key").select(columns).where("hash", "=", hash).executeTakeFirst();
}

export async function listKeys(sql: Sql, workspaceId: string): Promise<KeyRecord[]> {
  return sql
    .selectFrom("api_key")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .orderBy("created_at", "desc")
    .orderBy("ordinal", "desc")
    .execute();
}
