/** What a persona store asks of SQL. */
import { existsAlready, revisionConflict } from "../refusal.ts";
import type { PersonaRecord, Sql } from "./tables.ts";

const columns = ["workspace_id", "persona_id", "kind", "body", "created_at", "updated_at", "revision"] as const;

export interface PersonaName {
  readonly workspaceId: string;
  readonly personaId: string;
}

export interface PersonaListing {
  readonly workspaceId: string;
  readonly kind?: PersonaRecord["kind"];
  readonly offset: number;
  readonly limit: number;
}

export async function createPersona(sql: Sql, record: PersonaRecord): Promise<void> {
  const { numInsertedOrUpdatedRows } = await sql
    .insertInto("persona")
    .values(record)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw existsAlready("persona", record.persona_id);
}

export async function getPersona(sql: Sql, name: PersonaName): Promise<PersonaRecord | undefined> {
  return sql
    .selectFrom("persona")
    .select(columns)
    .where("workspace_id", "=", name.workspaceId)
    .where("persona_id", "=", name.personaId)
    .executeTakeFirst();
}

export async function listPersonas(
  sql: Sql,
  listing: PersonaListing,
): Promise<{ records: PersonaRecord[]; totalCount: number }> {
  let matching = sql.selectFrom("persona").where("workspace_id", "=", listing.workspaceId);
  if (listing.kind !== undefined) matching = matching.where("kind", "=", listing.kind);
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

export async function replacePersona(sql: Sql, record: PersonaRecord): Promise<void> {
  const { numUpdatedRows } = await sql
    .updateTable("persona")
    .set(record)
    .where("workspace_id", "=", record.workspace_id)
    .where("persona_id", "=", record.persona_id)
    .where("revision", "=", record.revision - 1)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw revisionConflict(record.persona_id, record.revision);
}

export async function deletePersona(sql: Sql, name: PersonaName): Promise<boolean> {
  const { numDeletedRows } = await sql
    .deleteFrom("persona")
    .where("workspace_id", "=", name.workspaceId)
    .where("persona_id", "=", name.personaId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
