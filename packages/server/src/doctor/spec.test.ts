import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../../../", import.meta.url);
const files = ["packages/server/src/{doctor,cli,http}/**/*.test.ts"];

const titled = new Set(
  globSync(files, { cwd: root })
    .flatMap((path) => readFileSync(new URL(path, root), "utf8").match(/\(\s*"DR\d+ [^"]*"/gu) ?? [])
    .flatMap((title) => title.match(/\bDR\d+\b/gu) ?? []),
);
const spec = readFileSync(new URL("docs/spec/doctor.md", root), "utf8");
const rules = [...spec.matchAll(/\*\*(DR\d+)\*\*/gu)].map((match) => match[1] ?? "");

test("every rule of the doctor is a test's title, and every title's rule is in the specification", () => {
  expect(rules).toEqual(rules.map((_, index) => `DR${index + 1}`));
  expect(rules.filter((rule) => !titled.has(rule))).toEqual([]);
  expect([...titled].filter((rule) => !rules.includes(rule))).toEqual([]);
});
