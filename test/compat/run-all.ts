import { spawnSync } from "node:child_process";
import { startVitest } from "vitest/node";
import { compatNames, installCompat } from "./install.ts";

// Installs other people's clients and servers, each by its own lockfile, and tries this one on them. Names of folders
// (`npm run test:compat -- openai`) leave the others out.

async function main(): Promise<number> {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !compatNames().includes(name));
  if (unknown.length > 0) {
    console.error(`error: there is no ${unknown.join(", ")} in test/compat; there are ${compatNames().join(", ")}`);
    return 2;
  }
  const names = asked.length === 0 ? compatNames() : asked;
  for (const name of names) {
    const begun = performance.now();
    const how = await installCompat(name);
    console.log(`${name}: ${how} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  }
  // Half of the packages are half of the types.
  if (asked.length === 0) checkTypes();
  return runTests(names.map((name) => `test/compat/${name}/`));
}

/** What the tests and the programs of docs/openai.md write is what the packages' own types take. */
function checkTypes(): void {
  const { status } = spawnSync("tsc", ["-p", "test/compat"], { stdio: "inherit" });
  if (status !== 0) throw new Error("the types of test/compat do not hold; tsc said why above");
}

/** Prints `N passed, M failed` and answers the exit code. */
async function runTests(filters: readonly string[]): Promise<number> {
  const vitest = await startVitest("test", [...filters], { config: "vitest.compat.config.ts", watch: false });
  await vitest.close();
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
  const count = (state: string) => tests.filter((one) => one.result().state === state).length;
  const [passed, failed] = [count("passed"), count("failed")];
  const whole = vitest.state.getTestModules().every((module) => module.ok());
  console.log(`${passed} passed, ${failed} failed`);
  return passed > 0 && whole && passed === tests.length ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});
