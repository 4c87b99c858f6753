import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../../../../", import.meta.url);
const files = ["packages/server/src/session/flight/*.test.ts", "packages/server/src/http/routes/turns.test.ts"];

const titled = new Set(
  [...globSync(files, { cwd: root }), "test/e2e/flight.test.ts"]
    .flatMap((path) => readFileSync(new URL(path, root), "utf8").match(/\(\s*"(?:FR\d+,? )+[^"]*"/gu) ?? [])
    .flatMap((title) => title.match(/\bFR\d+\b/gu) ?? []),
);
const spec = readFileSync(new URL("docs/spec/flight.md", root), "utf8");
const rules = [...spec.matchAll(/\*\*(FR\d+)\*\*/gu)].map((match) => match[1] ?? "");

test("every rule of the flight record is a test's title, and every title's rule is in the specification", () => {
  expect(rules).toEqual(rules.map((_, index) => `FR${index + 1}`));
  expect(rules.filter((rule) => !titled.has(rule))).toEqual([]);
  expect([...titled].filter((rule) => !rules.includes(rule))).toEqual([]);
});
