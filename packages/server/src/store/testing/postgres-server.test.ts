import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const vitest = fileURLToPath(new URL("node_modules/vitest/vitest.mjs", new URL("../../../../../", import.meta.url)));

/** Runs the tests of migrations where no PostgreSQL server is to be found. */
async function runWithoutServer(ci: string): Promise<{ readonly code: number; readonly output: string }> {
  const env = {
    ...process.env,
    CI: ci,
    NO_COLOR: "1",
    REPARTEE_TEST_DATABASE_URL: "postgres://u:hunter2@127.0.0.1:1/x",
  };
  const args = [vitest, "run", "packages/server/src/store/postgres/migrate.test.ts"];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) =>
      done({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr }),
    );
  });
}

describe("tests that need a PostgreSQL server", () => {
  test("where there is none they are skipped, and say so in one line", { timeout: 60_000 }, async () => {
    const { code, output } = await runWithoutServer("");
    expect(code).toBe(0);
    expect(output).toContain(
      "skipped, for want of a PostgreSQL server (connect ECONNREFUSED 127.0.0.1:1; start one, or name it in " +
        "REPARTEE_TEST_DATABASE_URL): PostgreSQL: migrations",
    );
    expect(output).toMatch(/Tests +1 skipped/);
  });

  test("in CI they fail instead", { timeout: 60_000 }, async () => {
    const { code, output } = await runWithoutServer("true");
    expect(code).toBe(1);
    expect(output).toContain("there is no PostgreSQL server to test against (connect ECONNREFUSED 127.0.0.1:1)");
    expect(output).not.toContain("hunter2");
  });
});
