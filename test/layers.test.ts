import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** Who may import whom: the architecture, as a table that fails when the code disagrees. */

const root = fileURLToPath(new URL("..", import.meta.url));

/** Packages: what each may name beside itself, `node:` and type-only imports included. */
const packages: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  "packages/engine": [],
  "packages/protocol": [/^zod/],
  "packages/client": ["@repartee/protocol"],
  "apps/playground": ["@repartee/client", "@repartee/client/lane", "@repartee/protocol", /^react/],
};

/** Folders of the server: which others each may import. `.` is the composition root. */
const serverFolders: Readonly<Record<string, readonly string[]>> = {
  ports: [],
  system: ["ports"],
  model: ["ports"],
  tokens: [],
  tools: ["ports"],
  telemetry: ["ports"],
  // What it diagnoses are the requests that `model` makes: addresses, headers and secrets are read the same way.
  doctor: ["ports", "model"],
  store: ["ports"],
  personas: ["ports"],
  json: [],
  config: ["model", "json"],
  session: ["ports"],
  http: ["ports", "personas", "json"],
  ws: ["ports", "session", "http"],
  openai: ["ports", "session", "http", "personas", "json"],
  replay: ["ports"],
  chat: ["ports"],
  // `http` for the name of the file that holds this user's key.
  cli: [".", "chat", "config", "doctor", "http", "system", "ports", "replay"],
  ".": [
    "cli",
    "config",
    "doctor",
    "http",
    "model",
    "openai",
    "personas",
    "ports",
    "session",
    "store",
    "system",
    "telemetry",
    "tokens",
    "tools",
    "ws",
  ],
};

/** What only one folder of the server may name: every dependency has one home. */
const homes: Readonly<Record<string, readonly string[]>> = {
  undici: ["model"],
  "eventsource-parser": ["model"],
  kysely: ["store"],
  "node:sqlite": ["store"],
  pg: ["store"],
  ws: ["ws"],
  hono: ["http"],
  "@hono/zod-openapi": ["http"],
  "@hono/node-server": ["."],
  jose: ["http"],
  rfc6902: ["personas"],
  pino: ["system"],
  ajv: ["tools"],
  "gpt-tokenizer": ["tokens"],
  "prom-client": ["telemetry"],
  "@opentelemetry/api": ["telemetry"],
  "@opentelemetry/exporter-trace-otlp-http": ["telemetry"],
  "@opentelemetry/resources": ["telemetry"],
  "@opentelemetry/sdk-trace": ["telemetry"],
  "@repartee/client": ["replay", "chat", "cli"],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function sources(folder: string): readonly string[] {
  return globSync("**/*.{ts,tsx}", { cwd: join(root, folder, "src") })
    .map((file) => join(folder, "src", file))
    .filter((file) => !isTest(file))
    .toSorted();
}

function isTest(file: string): boolean {
  return /\.(test|long)\.tsx?$/.test(file) || file.split("/").includes("testing");
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(/^(?:import|export)\s(?:[^;"']*?\sfrom\s)?["']([^"']+)["']/gm);
  return [...found].map((match) => ({ file, target: match[1] ?? "" }));
}

/** The folder of the server that a file stands in. */
function serverFolder(file: string): string {
  const [first, second] = relative("packages/server/src", file).split("/");
  return second === undefined ? "." : (first ?? ".");
}

function isRelative(target: string): boolean {
  return target.startsWith(".");
}

describe("layers", () => {
  test.each(Object.entries(packages))("%s imports nothing but what it may", (folder, allowed) => {
    const files = sources(folder);
    expect(files.length).toBeGreaterThan(folder === "apps/playground" ? 3 : 8);
    const wrong = files
      .flatMap(importsOf)
      .filter(({ target }) => !isRelative(target))
      .filter(({ target }) => !allowed.some((one) => (typeof one === "string" ? one === target : one.test(target))));
    expect(wrong).toEqual([]);
  });

  test("nobody leaves their package by a relative path", () => {
    const folders = [...Object.keys(packages), "packages/server"];
    const wrong = folders.flatMap((folder) =>
      sources(folder)
        .flatMap(importsOf)
        .filter(({ file, target }) => isRelative(target) && !join(dirname(file), target).startsWith(`${folder}/src/`)),
    );
    expect(wrong).toEqual([]);
  });

  test("the server's folders import along the arrows only", () => {
    const files = sources("packages/server");
    expect(files.length).toBeGreaterThan(100);
    const wrong = files.flatMap(importsOf).filter(({ file, target }) => {
      if (!isRelative(target)) return false;
      const from = serverFolder(file);
      const to = serverFolder(join(dirname(file), target));
      return from !== to && !(serverFolders[from] ?? []).includes(to);
    });
    expect(wrong).toEqual([]);
  });

  test("every dependency of the server has one home", () => {
    const wrong = sources("packages/server")
      .flatMap(importsOf)
      .filter(({ file, target }) => {
        const home = homes[target] ?? homes[target.split("/")[0] ?? ""];
        return home !== undefined && !home.includes(serverFolder(file));
      });
    expect(wrong).toEqual([]);
  });

  test("nothing but tests imports what is for tests", () => {
    const folders = [...Object.keys(packages), "packages/server"];
    const wrong = folders
      .flatMap((folder) => sources(folder).flatMap(importsOf))
      .filter(({ target }) => target.split("/").includes("testing"));
    expect(wrong).toEqual([]);
  });

  test("the engine reads no clock and draws no lots", () => {
    const wrong = sources("packages/engine").filter((file) =>
      /\b(Date\.now|new Date|Math\.random|performance\.|crypto\.|setTimeout|process\.)/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("only the composition root reads the environment or ends the process", () => {
    const wrong = sources("packages/server").filter(
      (file) =>
        file !== "packages/server/src/main.ts" &&
        /\bprocess\.(env|exit\b|exitCode)/.test(readFileSync(join(root, file), "utf8")),
    );
    expect(wrong).toEqual([]);
  });
});
