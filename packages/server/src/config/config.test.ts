import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import type { ConfigFlags } from "./config.ts";

const NOWHERE = "/srv/talk";

function read(given: { flags?: ConfigFlags; env?: Record<string, string>; files?: Record<string, string> }) {
  return readConfig({
    flags: given.flags ?? {},
    env: given.env ?? {},
    cwd: NOWHERE,
    readFile: (path) => given.files?.[path],
  });
}

function problemsOf(given: Parameters<typeof read>[0]): readonly string[] {
  const result = read(given);
  return result.ok ? [] : result.problems;
}

function inFile(settings: unknown): { files: Record<string, string> } {
  return {
    files: {
      "/srv/talk/repartee.config.json": typeof settings === "string" ? settings : JSON.stringify(settings, null, 2),
    },
  };
}

describe("Configuration", () => {
  test("G1 without any setting it listens on loopback, on the port of the documentation, and keeps its files in the folder", () => {
    expect(read({})).toEqual({
      ok: true,
      config: {
        port: 7575,
        host: "127.0.0.1",
        dataDir: "/srv/talk/.repartee",
        logLevel: "info",
        models: {},
        aliases: {},
        allowedHosts: [],
        allowPrivateAddresses: false,
        probeCustomLlms: false,
        detect: true,
      },
    });
  });

  test("G2 a flag wins over a variable, a variable over the file, the file over the default", () => {
    const file = inFile({ port: 1, host: "file.example", data_dir: "kept", public_url: "https://file.example/" });
    const env = { REPARTEE_PORT: "2", REPARTEE_HOST: "variable.example" };
    const result = read({ ...file, env, flags: { port: "3" } });
    expect(result).toMatchObject({
      ok: true,
      config: { port: 3, host: "variable.example", dataDir: "/srv/talk/kept", publicUrl: "https://file.example" },
    });
  });

  test("G3 a path in the file is meant from the file's folder, one in a flag or a variable from the current one", () => {
    const files = { "/etc/repartee/main.json": '{"data_dir":"kept"}' };
    const flags = { config: "/etc/repartee/main.json" };
    expect(read({ files, flags })).toMatchObject({ config: { dataDir: "/etc/repartee/kept" } });
    expect(read({ files, flags, env: { REPARTEE_DATA_DIR: "mine" } })).toMatchObject({
      config: { dataDir: "/srv/talk/mine" },
    });
  });

  test("G4 every problem is told at once, each with its file and line or its variable", () => {
    const file = inFile({ prot: 1, allowed_hosts: "all", models: { fast: { base_url: "ftp://x", modle: "m" } } });
    const env = { REPARTEE_PORT: "70000", REPARTEE_LOG_LEVEL: "loud", REPARTEE_PUBLIC_URL: "here" };
    expect(problemsOf({ ...file, env })).toEqual([
      'repartee.config.json:2: prot: unknown setting; did you mean "port"?',
      "repartee.config.json:3: allowed_hosts: expected an array, got a string",
      "repartee.config.json:5: models.fast.model: is required",
      "repartee.config.json:6: models.fast.base_url: expected an http:// or https:// URL",
      'repartee.config.json:7: models.fast.modle: unknown setting; did you mean "model"?',
      'REPARTEE_PUBLIC_URL: expected an http:// or https:// URL (it is "here")',
      'REPARTEE_PORT: expected a number of at most 65535 (it is "70000")',
      'REPARTEE_LOG_LEVEL: expected one of "silent", "fatal", "error", "warn", "info", "debug", "trace" (it is "loud")',
    ]);
  });

  test("G5 a setting that resembles none is told with the list of those that exist", () => {
    expect(problemsOf(inFile({ telemetry: true }))).toEqual([
      "repartee.config.json:2: telemetry: unknown setting; known are port, host, data_dir, public_url, models, aliases, allowed_hosts, allow_private_addresses, detect, probe_custom_llms",
    ]);
  });

  test("G5 M79 private addresses are allowed as a whole, or by ranges that are well spelled", () => {
    for (const allowed of [true, false, [], ["10.1.0.0/16", "::1"]]) {
      const result = read(inFile({ allow_private_addresses: allowed }));
      expect(result).toMatchObject({ ok: true, config: { allowPrivateAddresses: allowed } });
    }
    expect(problemsOf(inFile({ allow_private_addresses: ["10.0.0.0/33"] }))).toEqual([
      "repartee.config.json:3: allow_private_addresses.0: expected an address, or a range like 10.1.0.0/16",
    ]);
  });

  test("G6 a file that is not JSON is told with line and column", () => {
    expect(problemsOf(inFile('{\n  "port": 1,\n}'))).toEqual([
      "repartee.config.json:3:1: not JSON: expected a name in double quotes",
    ]);
  });

  test("G7 a file that was asked for and is not there is a problem; the default one may be absent", () => {
    expect(problemsOf({ flags: { config: "other.json" } })).toEqual([
      "--config: there is no file /srv/talk/other.json",
    ]);
  });

  test("G7 a file that cannot be read is a problem", () => {
    const result = readConfig({
      flags: {},
      env: {},
      cwd: NOWHERE,
      readFile: () => {
        throw new Error("EACCES: permission denied");
      },
    });
    expect(result).toEqual({
      ok: false,
      problems: ["/srv/talk/repartee.config.json: cannot be read: EACCES: permission denied"],
    });
  });

  test("G8 a mistyped variable is a problem, a stranger's variable is not", () => {
    expect(problemsOf({ env: { REPARTEE_PROT: "1", REPARTEE_URL_OF_SOMETHING_ELSE: "1" } })).toEqual([
      'REPARTEE_PROT: unknown variable; did you mean "REPARTEE_PORT"?',
    ]);
  });

  test("G9 an empty variable is an unset one", () => {
    expect(read({ env: { REPARTEE_PORT: "", REPARTEE_API_KEY: "" } })).toMatchObject({
      ok: true,
      config: { port: 7575 },
    });
  });

  test("G10 no problem repeats a value that may be a secret", () => {
    const env = { REPARTEE_API_KEY: "hunter2 hunter2", REPARTEE_PUBLIC_URL: "https://me:hunter2@example.com" };
    const file = inFile({
      models: { m: { base_url: "http://x", model: "m", api_key_env: "sk-hunter2", api_key: "hunter2" } },
    });
    const problems = problemsOf({ ...file, env });
    expect(problems).toHaveLength(4);
    expect(problems.join("\n")).not.toContain("hunter2");
  });

  test("G11 the models of the file reach the registry with the keys that their variables hold", () => {
    const models = {
      "tavus-llama-4": {
        base_url: "http://127.0.0.1:11434/v1",
        model: "llama4",
        api_key_env: "LLAMA_KEY",
        headers: { "x-team": "a" },
        extra_body: { temperature: 0.2 },
      },
      "my-model": { base_url: "http://127.0.0.1:8080/v1", model: "m" },
    };
    expect(read({ ...inFile({ models }), env: { LLAMA_KEY: "sk-1" } })).toMatchObject({
      ok: true,
      config: {
        models: {
          "tavus-llama-4": {
            upstreams: [
              {
                baseUrl: "http://127.0.0.1:11434/v1",
                model: "llama4",
                apiKey: "sk-1",
                headers: { "x-team": "a" },
                extraBody: { temperature: 0.2 },
              },
            ],
          },
          "my-model": { upstreams: [{ baseUrl: "http://127.0.0.1:8080/v1", model: "m" }] },
        },
      },
    });
  });

  test("G11 a model whose key is nowhere is a problem", () => {
    const models = { m: { base_url: "http://x", model: "m", api_key_env: "MY_KEY" } };
    expect(problemsOf(inFile({ models }))).toEqual([
      "repartee.config.json:6: models.m.api_key_env: the variable MY_KEY is not set",
    ]);
  });

  test("G14 a hosted name has one server, or a list of them, with what holds for all", () => {
    const models = {
      fast: {
        upstreams: [
          {
            base_url: "https://a.example/v1",
            model: "a",
            api_key_env: "A_KEY",
            default_query: { "api-version": "1" },
            capabilities: { system_messages: "first", usage: "never", prefix_cache: true },
          },
          { base_url: "https://b.example/v1", model: "b", timeouts: { connect_ms: 500 } },
        ],
        context_window: 8000,
        soft_limit: 6000,
        extra_body_allowed: ["max_tokens"],
        price: { in: 1, out: 4 },
        fallbacks: ["slow"],
        timeouts: { first_token_ms: 1500, between_tokens_ms: 3000 },
      },
      slow: { base_url: "https://c.example/v1", model: "c", price: { in: 1, cached: 0.1, out: 2 } },
    };
    const result = read({ ...inFile({ models, aliases: { "tavus-llama": "fast" } }), env: { A_KEY: "sk-a" } });
    expect(result).toMatchObject({ ok: true, config: { aliases: { "tavus-llama": "fast" } } });
    expect(result.ok && result.config.models).toEqual({
      fast: {
        upstreams: [
          {
            baseUrl: "https://a.example/v1",
            model: "a",
            apiKey: "sk-a",
            defaultQuery: { "api-version": "1" },
            capabilities: { systemMessages: "first", usage: "never", prefixCache: true },
          },
          { baseUrl: "https://b.example/v1", model: "b", timeouts: { connectMs: 500 } },
        ],
        contextWindow: 8000,
        softLimit: 6000,
        extraBodyAllowed: ["max_tokens"],
        price: { in: 1, cached: 1, out: 4 },
        fallbacks: ["slow"],
        timeouts: { firstPartMs: 1500, betweenPartsMs: 3000 },
      },
      slow: {
        upstreams: [{ baseUrl: "https://c.example/v1", model: "c" }],
        price: { in: 1, cached: 0.1, out: 2 },
      },
    });
  });

  test("G14 what is wrong in a list of servers is told at its place, by the form that was meant", () => {
    const server = { base_url: "https://a.example/v1", model: "a" };
    const models = {
      one: { ...server, timeouts: { connect_ms: 5, first_tokn_ms: 900 } },
      many: {
        upstreams: [
          { ...server, api_key_env: "NOWHERE" },
          { base_url: "x", modle: "b" },
        ],
        base_url: "https://a.example/v1",
      },
    };
    expect(problemsOf(inFile({ models }))).toEqual([
      "repartee.config.json:7: models.one.timeouts.connect_ms: expected a number of at least 100",
      'repartee.config.json:8: models.one.timeouts.first_tokn_ms: unknown setting; did you mean "first_token_ms"?',
      "repartee.config.json:18: models.many.upstreams.1.model: is required",
      "repartee.config.json:19: models.many.upstreams.1.base_url: expected an http:// or https:// URL",
      'repartee.config.json:20: models.many.upstreams.1.modle: unknown setting; did you mean "model"?',
      expect.stringContaining("repartee.config.json:23: models.many.base_url: unknown setting"),
    ]);
    expect(
      problemsOf(inFile({ models: { many: { upstreams: [server, { ...server, api_key_env: "NOWHERE" }] } } })),
    ).toEqual(["repartee.config.json:12: models.many.upstreams.1.api_key_env: the variable NOWHERE is not set"]);
  });

  test("G15 a fallback that is unknown, stands twice or leads in a circle is a problem, with its line", () => {
    const server = { base_url: "https://a.example/v1", model: "a" };
    const models = {
      first: { ...server, fallbacks: ["secnd", "third", "third"] },
      second: { ...server, fallbacks: ["first", "second"] },
      third: { ...server, fallbacks: ["fourth"] },
      fourth: { ...server, fallbacks: ["third"] },
    };
    expect(problemsOf(inFile({ models }))).toEqual([
      'repartee.config.json:7: models.first.fallbacks.0: there is no model "secnd"; did you mean "second"?',
      'repartee.config.json:9: models.first.fallbacks.2: "third" stands here for the second time',
      "repartee.config.json:17: models.second.fallbacks.1: leads in a circle: second → second",
      "repartee.config.json:24: models.third.fallbacks.0: leads in a circle: third → fourth → third",
      "repartee.config.json:31: models.fourth.fallbacks.0: leads in a circle: fourth → third → fourth",
    ]);
  });

  test("G15 an alias leads to a model, and is not one itself", () => {
    const models = { house: { base_url: "https://a.example/v1", model: "a" } };
    expect(problemsOf(inFile({ models, aliases: { house: "house", fast: "hose", slow: "tavus-llama-4" } }))).toEqual([
      'repartee.config.json:9: aliases.house: "house" is a model already; take it out of models, or of aliases',
      'repartee.config.json:10: aliases.fast: there is no model "hose"; did you mean "house"?',
    ]);
  });

  test("G15 a soft limit over the window is a problem", () => {
    const model = { base_url: "https://a.example/v1", model: "a", context_window: 8000, soft_limit: 9000 };
    expect(problemsOf(inFile({ models: { m: model } }))).toEqual([
      "repartee.config.json:7: models.m.soft_limit: expected at most the context_window, which is 8000",
    ]);
  });

  test("G16 a name that stands twice is a problem: one of the two would be lost in silence", () => {
    const model = '{ "base_url": "https://a.example/v1", "model": "a" }';
    expect(problemsOf(inFile(`{ "models": {\n"m": ${model},\n"m": ${model} } }`))).toEqual([
      "repartee.config.json:3: models.m: stands here for the second time; keep one of the two",
    ]);
  });

  test("G12 the configuration is frozen all the way down", () => {
    const result = read(inFile({ models: { m: { base_url: "http://x", model: "m", headers: { a: "b" } } } }));
    const config = result.ok ? result.config : undefined;
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config?.models["m"]?.upstreams[0]?.headers)).toBe(true);
  });

  test("G13 a database is named by a postgres:// or postgresql:// URL, and then a secret is required", () => {
    const env = { REPARTEE_SECRET: "a long random text" };
    for (const url of ["postgres://u:p@db.example/repartee", "postgresql:///repartee?host=/var/run/postgresql"]) {
      expect(read({ env: { ...env, REPARTEE_DATABASE_URL: url } })).toMatchObject({ config: { databaseUrl: url } });
      expect(problemsOf({ env: { REPARTEE_DATABASE_URL: url } })).toEqual([
        "REPARTEE_SECRET: is required with REPARTEE_DATABASE_URL; set it to a long random text, the same for every server",
      ]);
    }
    expect(read({ env: { ...env, REPARTEE_DATABASE_URL: "" } })).not.toHaveProperty("config.databaseUrl");
  });

  test("G13 what is wrong with the URL of a database is told without the URL", () => {
    const problemOf = (url: string): string =>
      problemsOf({ env: { REPARTEE_DATABASE_URL: url, REPARTEE_SECRET: "x" } }).join("\n");
    const encoding = "is not a URL; in a password write % # / ? : @ and space as %25 %23 %2F %3F %3A %40 %20";
    const expected: Record<string, string> = {
      "mysql://me:hunter2@db/repartee": "expected a postgres:// or postgresql:// URL",
      hunter2: "expected a postgres:// or postgresql:// URL",
      "postgres://me:hunter2#1@db/repartee": encoding,
      "postgres://me:hunter2 1@db/repartee": encoding,
      "postgres:///repartee": "names no host",
      "postgres://me:hunter2@db": "names no database; it is the part after the host, postgres://host/database",
    };
    for (const [url, problem] of Object.entries(expected)) {
      expect(problemOf(url)).toBe(`REPARTEE_DATABASE_URL: ${problem}`);
    }
  });

  test("G13 local models are looked for, unless the file or the variable says no", () => {
    expect(read(inFile({ detect: false }))).toMatchObject({ config: { detect: false } });
    expect(read({ env: { REPARTEE_DETECT: "off" } })).toMatchObject({ config: { detect: false } });
    expect(read({ ...inFile({ detect: false }), env: { REPARTEE_DETECT: "on" } })).toMatchObject({
      config: { detect: true },
    });
    expect(problemsOf({ env: { REPARTEE_DETECT: "no" } })).toEqual([
      'REPARTEE_DETECT: expected one of "on", "off" (it is "no")',
    ]);
  });

  test("port 0 asks for a free one", () => {
    expect(read({ flags: { port: "0" } })).toMatchObject({ ok: true, config: { port: 0 } });
    expect(problemsOf({ flags: { port: "-1" } })).toEqual(['--port: expected a number, got a string (it is "-1")']);
  });

  test("no file and no variable makes it throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.string(), (text, variable) => {
        const result = read({ ...inFile(text), env: { REPARTEE_PORT: variable, REPARTEE_HOST: variable } });
        expect(result.ok || result.problems.length > 0).toBe(true);
      }),
    );
  });
});
