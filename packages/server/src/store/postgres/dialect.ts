/** What differs from the other SQL store: kysely over one connection, whole numbers, and characters that do not exist here. */
import { Kysely, PostgresDialect, type PostgresPoolClient } from "kysely";
import type { Sql, Tables } from "../sql/tables.ts";
import type { QueryResult } from "./connection.ts";

export function openKysely(query: (text: string, values: readonly unknown[]) => Promise<QueryResult>): Sql {
  // kysely asks for overloads (cursors) and for literal commands; it uses only this much of them.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const client = { query, release: () => {} } as unknown as PostgresPoolClient;
  const pool = { options: {}, connect: async () => client, end: async () => {} };
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

interface TypeParsers {
  getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown;
}

const int8 = 20;

/** BIGINT as a number: epochs, seqs and counts stay far below 2^53. */
export function numericTypes(standard: TypeParsers): TypeParsers["getTypeParser"] {
  return (oid, format) => (oid === int8 ? Number : standard.getTypeParser(oid, format));
}

/**
 * Text in PostgreSQL holds no NUL, and bodies never have one: JSON escapes it. A name that has one is written with the
 * character that stands for "none", as an unpaired surrogate is, so that asking for it finds nothing.
 */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
  return Array.isArray(value) ? value.map(storable) : value;
}
