/** Where the tests find a PostgreSQL server, and what they do where there is none. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";

type Row = Readonly<Record<string, unknown>>;

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Runs statements behind the store's back, as the server's owner. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** Runs one from outside of the database. */
  readonly administer: (text: string) => Promise<readonly Row[]>;
}

const adminUrl = process.env["REPARTEE_TEST_DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/postgres";
const hint = "start one, or name it in REPARTEE_TEST_DATABASE_URL";

const problem = await pingServer();

async function pingServer(): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 3_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error);
  }
}

/** Runs the tests in a database of their own; without a server they are skipped and say so, and in CI they fail. */
export function describePostgres(title: string, tests: (database: TestDatabase) => void): void {
  if (problem !== undefined) return describeMissing(title, { why: problem, ci: process.env["CI"] === "true" });
  const database = toTestDatabase(`repartee_test_${randomBytes(6).toString("hex")}`);
  describe(title, () => {
    // From the template that every server has: copying a migrated one takes as long as migrating.
    beforeAll(() => runAsOwner(adminUrl, `CREATE DATABASE ${database.name} ENCODING 'UTF8' TEMPLATE template0`));
    afterAll(() => runAsOwner(adminUrl, `DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`));
    tests(database);
  });
}

function describeMissing(title: string, { why, ci }: { readonly why: string; readonly ci: boolean }): void {
  if (ci) {
    test(title, () => {
      throw new Error(`there is no PostgreSQL server to test against (${why}); ${hint}`);
    });
    return;
  }
  process.stderr.write(`skipped, for want of a PostgreSQL server (${why}; ${hint}): ${title}\n`);
  describe.skip(title, () => {
    test("runs against a real server", () => {});
  });
}

function toTestDatabase(name: string): TestDatabase {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    query: (text, values) => runAsOwner(url.href, text, values),
    administer: (text) => runAsOwner(adminUrl, text),
  };
}

async function runAsOwner(url: string, text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text, values.length === 0 ? undefined : [...values])).rows;
  } finally {
    await client.end();
  }
}
