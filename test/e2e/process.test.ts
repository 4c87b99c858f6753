import { chmodSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startEndpoint } from "../../bench/endpoint/endpoint.ts";
import { startServer } from "./testing/running-server.ts";
import { createFolder, runCommand, type CommandResult } from "./testing/server-process.ts";

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  using folder = createFolder();
  // Awaited here: the folder must outlive the process.
  return await runCommand(args, { cwd: folder.path, env: { REPARTEE_LOG_LEVEL: "warn", ...env } }).result;
}

/** One line, and no stack: what a person reads who did something wrong. */
function expectOneLine({ stdout, stderr }: CommandResult, words: string): void {
  expect(stdout).toBe("");
  expect(stderr).toContain(words);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr.startsWith("error: ")).toBe(true);
}

describe("starting", { timeout: 30_000 }, () => {
  test("P1 the first line says where it listens, once it answers; the first start shows a key, later ones do not", async () => {
    using folder = createFolder();
    const args = ["start", "--port", "0", "--data-dir", join(folder.path, "data")];
    await using first = runCommand(args, { cwd: folder.path });
    const url = (await first.firstLine).replace("Repartee is listening on ", "");
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const key = /rp_[0-9a-f]{32}/.exec(first.stdout)?.[0] ?? "";
    expect((await fetch(`${url}/v2/personas`, { headers: { "x-api-key": key } })).status).toBe(200);
    expect((await fetch(`${url}/v2/personas`)).status).toBe(401);
    first.signal("SIGTERM");
    expect((await first.result).code).toBe(0);
    await using second = runCommand(args, { cwd: folder.path });
    await second.firstLine;
    expect(second.stdout).not.toContain(key);
  });

  test("P2 whoever reads the first line and hangs up does not end the server", async () => {
    using folder = createFolder();
    await using server = await startServer({ folder: folder.path });
    server.command.hangUp();
    expect((await server.ask("GET /v2/personas")).status).toBe(200);
    server.command.signal("SIGTERM");
    expect(await server.command.result).toMatchObject({ code: 0, signal: null });
  });

  test("P3 a port that is in use ends with 5 and one line that says what to change", async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const result = await run(["start", "--port", String(port)]);
    taken.close();
    expect(result.code).toBe(5);
    expectOneLine(result, `port ${port} is in use`);
    expect(result.stderr).toContain("REPARTEE_PORT");
  });

  test("P4 a data folder that cannot be written ends with 1 and one line", async () => {
    using folder = createFolder();
    const result = await runCommand(["start", "--port", "0", "--data-dir", folder.write("file", "")], {
      cwd: folder.path,
    }).result;
    expect(result.code).toBe(1);
    expectOneLine(result, "file");
  });

  // Permissions do not hold root back, so that for root there is nothing to see here.
  if (process.getuid?.() !== 0) {
    test("P4 a folder of someone else ends with 1 and one line", async () => {
      using folder = createFolder();
      const locked = join(folder.path, "locked");
      mkdirSync(locked);
      chmodSync(locked, 0o500);
      const place = join(locked, "data");
      const result = await runCommand(["start", "--port", "0", "--data-dir", place], { cwd: folder.path }).result;
      expect(result.code).toBe(1);
      expectOneLine(result, "locked");
    });
  }

  test("P5 a broken configuration ends with 3 and tells every problem", async () => {
    using folder = createFolder();
    folder.write("repartee.config.json", '{ "prot": 1, "host": 7, "models": { "mine": { "model": "m" } } }');
    const { code, stdout, stderr } = await runCommand(["start", "--port", "high"], {
      cwd: folder.path,
      env: { REPARTEE_LOG_LEVEL: "loud" },
    }).result;
    expect(code).toBe(3);
    expect(stdout).toBe("");
    for (const word of ["prot", "host", "base_url", "--port", "REPARTEE_LOG_LEVEL"]) expect(stderr).toContain(word);
    expect(stderr).not.toContain("    at ");
  });

  test("P6 a second server on the same data folder is told of the first", async () => {
    using folder = createFolder();
    await using first = await startServer({ folder: folder.path });
    const second = await runCommand(["start", "--port", "0", "--data-dir", join(folder.path, "data")], {
      cwd: folder.path,
    }).result;
    expect(second.code).toBe(1);
    expectOneLine(second, `another repartee (pid ${first.command.pid})`);
    expect(second.stderr).toContain("REPARTEE_DATA_DIR");
    expect((await first.ask("GET /v2/personas")).status).toBe(200);
  });
});

describe("the command line", { timeout: 30_000 }, () => {
  test("P7 an unknown command ends with 2 and the nearest name, an unknown option too", async () => {
    const command = await run(["strat"]);
    expect(command.code).toBe(2);
    expectOneLine(command, "did you mean: repartee start");
    const option = await run(["start", "--prot", "1"]);
    expect(option.code).toBe(2);
    expectOneLine(option, "did you mean --port?");
    const stray = await run(["start", "7575"]);
    expect(stray.code).toBe(2);
    expectOneLine(stray, '"7575"');
  });

  test("P8 help and version come on standard output and end with 0", async () => {
    const [help, ofStart, version] = await Promise.all([run(["--help"]), run(["start", "--help"]), run(["--version"])]);
    for (const { code, stderr } of [help, ofStart, version]) expect([code, stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain("start");
    expect(ofStart.stdout).toContain("--data-dir");
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("stopping", { timeout: 30_000 }, () => {
  test("L32 R25 SIGTERM while a reply streams: it is finished and stored, connections close with 1012, exit 0", async () => {
    using folder = createFolder();
    await using endpoint = await startEndpoint({ rate: 30 });
    let id: string;
    {
      await using server = await startServer({ folder: folder.path });
      ({ id } = await server.converse({ model: "bench", base_url: endpoint.url }));
      const live = server.dial(id);
      live.socket.once("open", () => live.send("conversation.user.turn_end", { text: "Tell me of the sea." }));
      await live.until("conversation.replica.delta", (frame) => frame.properties.index === 2);
      server.command.signal("SIGTERM");
      const completed = await live.until("conversation.turn.completed");
      expect(completed.properties.outcome).toBe("completed");
      expect((await live.closed).code).toBe(1012);
      expect(await server.command.result).toMatchObject({ code: 0, signal: null });
    }
    await using again = await startServer({ folder: folder.path });
    const { lines } = await again.verbose(id);
    expect(lines[0]).toBe("user: Tell me of the sea.");
    expect(lines[1]?.length).toBeGreaterThan("assistant: ".length);
  });

  test("L32 R25 a reply that nobody hears, of a model with no socket, is finished before the process ends", async () => {
    using folder = createFolder();
    let id: string;
    {
      await using server = await startServer({ folder: folder.path });
      ({ id } = await server.converse({}));
      const respond = { event_type: "conversation.respond", conversation_id: id, properties: { text: "Hello?" } };
      expect((await server.ask("POST /v2/interactions", respond, { connection: "close" })).status).toBe(200);
      server.command.signal("SIGTERM");
      expect(await server.command.result).toMatchObject({ code: 0, signal: null });
    }
    await using again = await startServer({ folder: folder.path });
    expect((await again.verbose(id)).lines).toEqual(["user: Hello?", expect.stringContaining("stand-in")]);
  });

  test("L32 a peer that never answers the close does not hold the end up", async () => {
    using folder = createFolder();
    await using server = await startServer({ folder: folder.path });
    const { id } = await server.converse({});
    const live = server.dial(id);
    await live.until("system.hello");
    live.socket.pause();
    const asked = performance.now();
    server.command.signal("SIGTERM");
    expect((await server.command.result).code).toBe(0);
    // Far below the 30 s after which the socket itself would give up, and far above what a busy machine needs.
    expect(performance.now() - asked).toBeLessThan(20_000);
  });
});
