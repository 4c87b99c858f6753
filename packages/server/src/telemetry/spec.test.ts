import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../../../", import.meta.url);
const files = ["packages/server/src/{telemetry,session,http}/**/*.test.ts", "test/e2e/telemetry.test.ts"];

const titled = new Set(
  globSync(files, { cwd: root })
    .flatMap((path) => readFileSync(new URL(path, root), "utf8").match(/\(\s*"(?:TM\d+,? )+[^"]*"/gu) ?? [])
    .flatMap((title) => title.match(/\bTM\d+\b/gu) ?? []),
);
const spec = readFileSync(new URL("docs/spec/telemetry.md", root), "utf8");
const rules = [...spec.matchAll(/\*\*(TM\d+)\*\*/gu)].map((match) => match[1] ?? "");

test("every rule of telemetry is a test's title, and every title's rule is in the specification", () => {
  expect(rules).toEqual(rules.map((_, index) => `TM${index + 1}`));
  expect(rules.filter((rule) => !titled.has(rule))).toEqual([]);
  expect([...titled].filter((rule) => !rules.includes(rule))).toEqual([]);
});
