import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../../", import.meta.url);
const id = /\b(?:CL|RS|SV|WM|[A-Z])\d+\b/gu;

function idsOf(text: string): readonly string[] {
  return text.match(id) ?? [];
}

/** Titles, and the rules that the watch throws. */
const titled = globSync("packages/engine/src/**/*.{test,long}.ts", { cwd: root })
  .concat(globSync("packages/engine/src/testing/*.ts", { cwd: root }))
  .filter((path) => !path.endsWith("spec.test.ts"))
  .flatMap((path) => readFileSync(new URL(path, root), "utf8").match(/(?:describe|test|rule)\(\s*["`].*/gu) ?? [])
  .flatMap(idsOf);

const spec = readFileSync(new URL("docs/spec/engine.md", root), "utf8");
const rules = [...spec.matchAll(/\*\*((?:CL|RS|SV|WM|[A-Z])\d+)\*\*/gu)].map((match) => match[1] ?? "");

test("every rule of the specification stands there once", () => {
  expect(rules.length).toBeGreaterThan(100);
  expect(rules).toEqual([...new Set(rules)]);
});

test("every rule is a test's title, and every title's rule is in the specification", () => {
  expect(rules.filter((rule) => !titled.includes(rule))).toEqual([]);
  expect([...new Set(titled)].filter((rule) => !rules.includes(rule))).toEqual([]);
});
