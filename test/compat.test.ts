import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";

// What can be known of test/compat without installing other people's packages. `npm run test:compat` runs it.

const root = new URL("../", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

function files(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root }).toSorted();
}

describe("test/compat", () => {
  test("every rule of docs/spec/compat.md is a test's title, and the other way round", () => {
    const rules = [...read("docs/spec/compat.md").matchAll(/^\| (V\d+) /gm)].map(([, id = ""]) => id);
    const named = files("test/compat/*/*.test.ts").flatMap((file) => read(file).match(/\bV\d+\b/g) ?? []);
    expect(rules.length).toBeGreaterThan(10);
    expect([...new Set(named)].toSorted()).toEqual(rules.toSorted());
  });

  test.each(files("test/compat/*/ask.ts"))("docs/openai.md shows %s as it is", (file) => {
    expect(read("docs/openai.md")).toContain(`\`\`\`ts\n${read(file)}\`\`\``);
  });

  test.each(files("test/compat/*/package.json"))(
    "%s names exact versions, and its lockfile is of this registry",
    (file) => {
      const { dependencies } = JSON.parse(read(file)) as { readonly dependencies: Readonly<Record<string, string>> };
      for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      const lock = read(`${dirname(file)}/package-lock.json`);
      const elsewhere = [...lock.matchAll(/"resolved": "([^"]+)"/g)].filter(
        ([, url = ""]) => !url.startsWith("https://registry.npmjs.org/"),
      );
      expect(elsewhere).toEqual([]);
    },
  );
});
