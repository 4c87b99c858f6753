import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Runtime dependencies by name: adding one is a decision that this list makes visible. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  protocol: ["zod"],
  client: ["@repartee/protocol"],
  server: [
    "@hono/node-server",
    "@hono/zod-openapi",
    "@opentelemetry/api",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace",
    "@repartee/client",
    "@repartee/engine",
    "@repartee/protocol",
    "ajv",
    "eventsource-parser",
    "gpt-tokenizer",
    "hono",
    "jose",
    "kysely",
    "pg",
    "pino",
    "prom-client",
    "rfc6902",
    "undici",
    "ws",
    "zod",
  ],
};

function readPackage(path: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8"));
  return value as Readonly<Record<string, unknown>>;
}

test.each(Object.entries(allowed))("%s depends on nothing but its list", (name, names) => {
  const dependencies = (readPackage(`packages/${name}/package.json`)["dependencies"] ?? {}) as Record<string, string>;
  expect(Object.keys(dependencies).toSorted()).toEqual(names);
});

test("every version is exact, and every package has the same one", () => {
  const root = readPackage("package.json");
  const all = [
    root,
    ...["engine", "protocol", "client", "server"].map((name) => readPackage(`packages/${name}/package.json`)),
  ];
  for (const one of all) {
    expect(one["version"]).toBe("0.1.0");
    const lists = ["dependencies", "devDependencies", "optionalDependencies"].map((key) => one[key] ?? {});
    for (const version of lists.flatMap((list) => Object.values(list))) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test("the program knows its own version", async () => {
  const { version } = await import("../packages/server/src/cli/run.ts");
  expect(version).toBe(readPackage("packages/server/package.json")["version"]);
});
