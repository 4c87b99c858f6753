/** kysely over node:sqlite: its own SQLite dialect, given statements that are prepared once. */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import type { Sql, Tables } from "../sql/tables.ts";

// The queries are about thirty; inserts of several events add one each per length.
const statementLimit = 200;

export function openKysely(database: DatabaseSync): Sql {
  const prepare = prepareOnce(database);
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: { prepare, close: () => {} } }) });
}

interface KyselyStatement {
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

function prepareOnce(database: DatabaseSync): (sql: string) => KyselyStatement {
  const prepared = new Map<string, KyselyStatement>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const oldest = prepared.keys().next();
    if (prepared.size >= statementLimit && !oldest.done) prepared.delete(oldest.value);
    const statement = toKyselyStatement(database.prepare(sql));
    prepared.set(sql, statement);
    return statement;
  };
}

function toKyselyStatement(statement: StatementSync): KyselyStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (typeof value === "string" || typeof value === "number" || value === null) return value;
    throw new TypeError(`a ${typeof value} cannot be stored`);
  });
}
