import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEndpoint, type Endpoint, type EndpointEvent } from "../../../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../../../bench/endpoint/reply.ts";
import { runCommandLine } from "./run.ts";

const key = "rp_00000000000000000000000000000002";
const main = new URL("../main.ts", import.meta.url).pathname;
const children: ChildProcess[] = [];
let folder = "";
let endpoint: Endpoint;
let onRequest: (event: EndpointEvent) => void = () => {};

/** Nothing listens on port 1, so that each talk without a URL has to start its own server. */
const environment = () => ({
  ...process.env,
  REPARTEE_API_KEY: key,
  REPARTEE_PORT: "1",
  REPARTEE_DETECT: "off",
  TERM: "xterm",
});

/** A program of its own, what it has said so far, and how to wait for more. */
function startProgram(command: string, args: readonly string[], env: Record<string, string | undefined> = {}) {
  const child = spawn(command, args, { cwd: folder, env: { ...environment(), ...env } });
  children.push(child);
  const said = { stdout: "", stderr: "" };
  let changed = Promise.withResolvers<void>();
  const note = (name: "stdout" | "stderr") => (chunk: string) => {
    said[name] += chunk;
    changed.resolve();
    changed = Promise.withResolvers();
  };
  child.stdout.setEncoding("utf8").on("data", note("stdout"));
  child.stderr.setEncoding("utf8").on("data", note("stderr"));
  const closed = once(child, "close").then(([code]) => code as number | null);
  return {
    said,
    closed,
    write: (text: string) => void child.stdin.write(text),
    end: (text: string) => void child.stdin.end(text),
    kill: () => void child.kill("SIGTERM"),
    async until(pattern: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const next = changed.promise;
        const found = pattern.exec(said.stdout);
        if (found !== null) return found;
        const ended = await Promise.race([next, closed.then(() => true)]);
        if (ended === true) throw new Error(`it ended without ${pattern}: ${said.stdout}\n${said.stderr}`);
      }
    },
  };
}

function startChat(args: readonly string[], env?: Record<string, string>) {
  return startProgram(process.execPath, ["--conditions=repartee", main, "chat", ...args], env);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repartee-chat-"));
  const replies = createReplies(["Of course, a table for two."]);
  endpoint = await startEndpoint({ rate: 500, ttftMs: 20, replies, observe: (event) => onRequest(event) });
});

afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
  await endpoint[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe("repartee chat in a pipe", { timeout: 30_000 }, () => {
  test("starts a server where there is none, answers every line, and says the numbers on standard error", async () => {
    const { said, closed, end } = startChat(["--llm-url", endpoint.url, "--greeting", "Good evening."]);
    end("a table for two\n\nand again a table for two");
    expect(await closed).toBe(0);
    expect(said.stdout).toBe("Good evening.\nOf course, a table for two.\nOf course, a table for two.\n");
    expect(said.stderr).toMatch(/^no server answers at http:\/\/127\.0\.0\.1:1: started one for now, .*\n/);
    expect(said.stderr.match(/^\d+ ms to first words · \d+ tokens$/gm)).toHaveLength(2);
  });

  test("a failed turn is an exit code of 1, and the lines after it are said all the same", async () => {
    const { said, closed, end } = startChat(["--json", "--llm-url", "http://127.0.0.1:1/v1"]);
    end("one\ntwo\n");
    expect(await closed).toBe(1);
    const turns = said.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(turns).toMatchObject([
      { user: "one", reply: "", outcome: "failed", error: { code: "model_unreachable" } },
      { user: "two", reply: "", outcome: "failed", error: { code: "model_unreachable" } },
    ]);
  });

  test("with a server that runs: the conversation ends with the talk, and the persona for it is deleted", async () => {
    const args = ["start", "--port", "0", "--data-dir", "running"];
    const server = startProgram(process.execPath, ["--conditions=repartee", main, ...args]);
    const url = (await server.until(/listening on (\S+)/))[1]!;
    const { said, closed, end } = startChat(["--url", url, "--llm-url", endpoint.url]);
    end("a table for two\n");
    expect(await closed).toBe(0);
    expect(said.stderr).not.toContain("started one");
    const headers = { "x-api-key": key };
    const conversations = await (await fetch(`${url}/v2/conversations`, { headers })).json();
    expect(conversations).toMatchObject({ data: [{ conversation_name: "repartee chat", status: "ended" }] });
    const personas = await (await fetch(`${url}/v2/personas?persona_type=user`, { headers })).json();
    expect(personas).toMatchObject({ total_count: 0 });

    const stopped = startChat(["--url", url, "--greeting", "Hello."]);
    await stopped.until(/Hello\.\n/);
    stopped.kill();
    expect(await stopped.closed).toBe(1);
    expect(stopped.said.stderr).toMatch(/error: stopped before the end\n$/);
    const open = await (await fetch(`${url}/v2/conversations?status=active`, { headers })).json();
    expect(open).toMatchObject({ total_count: 0 });
    server.kill();
    expect(await server.closed).toBe(0);
  });
});

/** `script` of util-linux gives a program a terminal of its own. */
const pseudoTerminal = "script";
const hasScript =
  spawnSync(pseudoTerminal, ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") === true;
if (!hasScript) process.stderr.write("skipped: chat in a terminal, because there is no script of util-linux here\n");

describe.skipIf(!hasScript)("repartee chat in a terminal", { timeout: 30_000 }, () => {
  const startInTerminal = (args: string, env?: Record<string, string>) => {
    const command = `stty cols 70 rows 20; "${process.execPath}" --conditions=repartee "${main}" chat ${args}`;
    return startProgram(pseudoTerminal, ["-qefc", `${command}; echo "left $?"; stty -a`, "/dev/null"], env);
  };

  test("is heard while it is typed, answers from a draft, and leaves the terminal as it was", async () => {
    const talk = startInTerminal(`--llm-url ${endpoint.url} --data-dir terminal`);
    await talk.until(/talking to Rea/);
    const draft = new Promise<void>((begun) => {
      // What only loads the model carries no words.
      onRequest = (event) => void (event.type === "request" && event.body.includes("a table for two") && begun());
    });
    talk.write("a table for two");
    await draft;
    talk.write("\r");
    await talk.until(/Of course, a table for two\./);
    await talk.until(/draft \d of \d adopted, .* ahead/);
    talk.write("/turn\r");
    await talk.until(/ended by {2}turn_end, the draft's words: /);
    talk.write("\u0003");
    await talk.until(/left 0/);
    expect(await talk.closed).toBe(0);
    const [during, after] = talk.said.stdout.split("\u001b[?2004l");
    expect(during).toContain("\u001b[?2004h");
    expect(after).toMatch(/ icanon .*[^-]echo /s);
  });

  test("Esc interrupts, and NO_COLOR is colourless", async () => {
    await using slow = await startEndpoint({ rate: 5, replies: createReplies(["A long story that goes on and on."]) });
    const talk = startInTerminal(`--llm-url ${slow.url} --data-dir slow`, { NO_COLOR: "1" });
    await talk.until(/talking to Rea/);
    talk.write("tell me a story\r");
    await talk.until(/A long/);
    talk.write("\u001b");
    await talk.until(/— interrupted/);
    talk.write("/quit\r");
    await talk.until(/left 0/);
    // oxlint-disable-next-line no-control-regex -- it is what is looked for
    expect(talk.said.stdout).not.toMatch(/\u001b\[\d+m/);
  });
});

describe("what goes wrong is one line that says what to do", () => {
  async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const said = { stdout: "", stderr: "" };
    const exitCode = await runCommandLine(["chat", ...args], {
      stdout: (text) => void (said.stdout += text),
      stderr: (text) => void (said.stderr += text),
      env: { REPARTEE_API_KEY: key, REPARTEE_LOG_LEVEL: "silent", REPARTEE_PORT: "1", ...env },
      cwd: folder,
      signal: new AbortController().signal,
    });
    return { exitCode, ...said };
  }

  test.each([
    [["hello"], 2, 'chat takes no "hello"; see: repartee chat --help'],
    [["--turns", "both"], 2, '--turns: expected client or server, got "both"'],
    [["--llm-model", "m"], 2, "--llm-model: names a model of --llm-url"],
    [["--url", "http://127.0.0.1:1"], 1, "no answer from http://127.0.0.1:1"],
    [["--persona", "nobody", "--data-dir", "wrong"], 1, "Invalid persona_id"],
  ])("chat %j", async (args, exitCode, message) => {
    const outcome = await run(args);
    expect(outcome).toMatchObject({ exitCode, stdout: "" });
    expect(outcome.stderr).toContain(message);
  });

  test("a configuration that cannot be is told as start tells it", async () => {
    const outcome = await run([], { REPARTEE_PORT: "99999" });
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stderr).toContain("REPARTEE_PORT");
  });

  test("without any input there is nothing to say, and that is no failure", async () => {
    expect(await run(["--data-dir", "silent"])).toMatchObject({ exitCode: 0, stdout: "" });
  });
});
