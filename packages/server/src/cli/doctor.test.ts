import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEndpoint } from "../../../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../../../bench/endpoint/reply.ts";
import { closingText } from "./doctor-table.ts";
import { modelsTable } from "./models-table.ts";
import { runCommandLine } from "./run.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repartee-doctor-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One command line in this process, with a port that nothing listens at. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let stdout = "";
  let stderr = "";
  const exitCode = await runCommandLine(args, {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    env: { REPARTEE_DETECT: "off", REPARTEE_PORT: "1", REPARTEE_LOG_LEVEL: "silent", ...env },
    cwd: folder,
    signal: new AbortController().signal,
  });
  return { stdout, stderr, exitCode };
}

describe("repartee doctor", { timeout: 60_000 }, () => {
  test("DR30 without a target looks at the installation, and makes nothing", async () => {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const { stdout, exitCode } = await run(["doctor", "--data-dir", "new"], { REPARTEE_PORT: port });
    server.close();
    expect(stdout).toMatch(/^ok {7}node .*\nok {7}data folder .*made at the first start\nfailed {3}port /);
    expect(stdout).toMatch(/why {5}another program listens there/);
    expect(stdout).toMatch(/warning {2}models /);
    expect([exitCode, existsSync(join(folder, "new"))]).toEqual([1, false]);
  });

  test("DR24 DR29 a name is examined by the server, with the key that it has", async () => {
    const asked: unknown[] = [];
    await using endpoint = await startEndpoint({
      fault: "401",
      replies: createReplies(["a"]),
      observe: (event) => void (event.type === "request" && asked.push(event.headers.authorization)),
    });
    const mine = { base_url: endpoint.url, model: "m", api_key_env: "MINE_KEY" };
    await writeFile(join(folder, "repartee.config.json"), JSON.stringify({ models: { "tavus-llama-4": mine } }));
    const { stdout, stderr, exitCode } = await run(["doctor", "tavus-llama-4", "--json"], { MINE_KEY: "sk-hush" });
    await rm(join(folder, "repartee.config.json"));
    expect(stderr).toContain("started one for now");
    expect(JSON.parse(stdout)).toMatchObject({ target: "tavus-llama-4", healthy: false, data: [{ model: "m" }] });
    expect(stdout).not.toContain("sk-hush");
    expect(asked).toEqual(["Bearer sk-hush"]);
    expect(exitCode).toBe(1);
  });

  test("DR24 DR25 DR29 the stand-in is told as what it is, an unknown name with those that exist", async () => {
    const found = await run(["doctor", "tavus-gpt-4o"]);
    expect(found.stdout).toContain("warning  answer               the understudy answers");
    expect(found.exitCode).toBe(0);
    const unknown = await run(["doctor", "no-such-name"]);
    expect(unknown.stderr).toContain("there is no persona of that id, and there is no hosted model");
    expect(unknown.exitCode).toBe(1);
  });

  test("DR6 the verdict counts warnings, and names what failed first", () => {
    const finding = (state: "ok" | "warning" | "failed") => ({ step: state, state, measured: "" });
    const verdict = (...states: readonly ("ok" | "warning" | "failed")[]): string =>
      closingText({ findings: states.map(finding), capabilities: {} }).trim();
    expect(verdict("ok")).toBe("healthy");
    expect(verdict("ok", "warning")).toBe("healthy, 1 warning");
    expect(verdict("warning", "failed", "warning")).toBe("not healthy: failed failed, 2 warnings");
  });
});

describe("repartee models", { timeout: 60_000 }, () => {
  test("prints every hosted name, as a table and as JSON", async () => {
    const { stdout, exitCode } = await run(["models"]);
    expect(stdout).toMatch(/^name .*\ntavus-llama-4 +built-in stand-in/);
    expect(exitCode).toBe(0);
    expect(JSON.parse((await run(["models", "--json"])).stdout)).toHaveProperty("data.0.name", "tavus-llama-4");
    expect(await run(["models", "tavus-llama-4"])).toMatchObject({ exitCode: 2 });
  });

  test("each server has a row with its state and its numbers; troubles and what is not used stand below", () => {
    const server = {
      model: "qwen3",
      via: "10.0.0.2:8000",
      state: "ok" as const,
      rests_ms: 0,
      last_error: null,
      outstanding: 0,
      requests: 12,
      failures: 0,
      first_token_ms: { p50: 118.6, p95: 301 },
      tokens_per_second: 42.5,
      capabilities: {},
    };
    const resting = {
      ...server,
      via: "10.0.0.3:8000",
      state: "resting" as const,
      rests_ms: 11_200,
      failures: 3,
      last_error: { code: "unreachable", message: "nothing listens there" },
    };
    const fresh = {
      ...server,
      requests: 0,
      state: "untried" as const,
      first_token_ms: { p50: null, p95: null },
      tokens_per_second: null,
    };
    const name = { name: "voice", state: "mapped" as const, reason: "mapped in repartee.config.json" };
    expect(
      modelsTable({
        data: [
          { ...name, upstreams: [server, resting], fallbacks: ["spare"] },
          { ...name, name: "spare", upstreams: [fresh] },
        ],
        aliases: [{ name: "tavus-gpt-oss", serves: "voice" }],
        also_found: [{ server: "Ollama", address: "127.0.0.1:11434", models: [] }],
        refused: [{ server: "vLLM", address: "127.0.0.1:8000", reason: "connection refused" }],
        keys: ["OPENAI_API_KEY"],
      }),
    ).toMatchInlineSnapshot(`
      "name   model  server         state    first token       tokens/s  requests       why
      voice  qwen3  10.0.0.2:8000  ok       119 ms (p95 301)  42.5      12             mapped in repartee.config.json; falls back to spare
             qwen3  10.0.0.3:8000  resting  119 ms (p95 301)  42.5      12 (3 failed)
      spare  qwen3  10.0.0.2:8000  untried  -                 -         0              mapped in repartee.config.json

      10.0.0.3:8000: nothing listens there; tried again in 12 s
      also voice: tavus-gpt-oss
      also found: Ollama 127.0.0.1:11434 (no model that can chat)
      also found: OPENAI_API_KEY (not used until a model is mapped to it)
      refused: vLLM 127.0.0.1:8000: connection refused
      "
    `);
  });
});
