import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExitCode } from "./command.ts";
import { runCommandLine } from "./run.ts";

const key = "rp_00000000000000000000000000000001";
const stop: (() => Promise<unknown>)[] = [];
let folder = "";
let url = "";
let llmUrl = "";

/** A program of this repository as a process of its own, and the address that its first line names. */
async function startProgram(path: string, args: readonly string[]): Promise<string> {
  const script = new URL(`../../../../${path}`, import.meta.url).pathname;
  const env = { ...process.env, REPARTEE_API_KEY: key, REPARTEE_DETECT: "off" };
  const child = spawn(process.execPath, ["--conditions=repartee", script, ...args], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exit = once(child, "exit");
  stop.push(() => {
    child.kill("SIGTERM");
    return exit;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /listening on (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`${path} ended before it listened`);
}

interface Outcome {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = { REPARTEE_API_KEY: key }) {
  const said = { stdout: "", stderr: "" };
  const exitCode = await runCommandLine(["replay", ...args], {
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
    env,
    cwd: folder,
    signal: new AbortController().signal,
  });
  return { exitCode, ...said } satisfies Outcome;
}

async function countOf(path: string): Promise<number> {
  const response = await fetch(`${url}${path}`, { headers: { "x-api-key": key } });
  const body = (await response.json()) as { readonly total_count: number };
  return body.total_count;
}

function segment(speaker: string, start_ms: number, text: string): object {
  return { speaker, start_ms, text, words: text.split(" ").map((_, index) => [index * 300, 200]) };
}

const calls = [
  {
    id: "first",
    turns: [
      segment("agent", 0, "hello"),
      segment("caller", 2000, "i lost my card"),
      segment("agent", 8000, "oh"),
      segment("caller", 12_000, "can you send a new one"),
    ],
  },
  { id: "second", turns: [segment("caller", 1000, "what are your hours please")] },
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repartee-replay-"));
  await writeFile(join(folder, "calls.jsonl"), calls.map((call) => JSON.stringify(call)).join("\n"));
  await writeFile(join(folder, "agent.jsonl"), JSON.stringify({ turns: [segment("agent", 0, "hello")] }));
  await writeFile(join(folder, "broken.jsonl"), `${JSON.stringify(calls[0])}\n{`);
  url = await startProgram("packages/server/src/main.ts", ["start", "--port", "0", "--data-dir", join(folder, "data")]);
  llmUrl = await startProgram("bench/endpoint/main.ts", ["--ttft", "20", "--rate", "500"]);
}, 30_000);

afterAll(async () => {
  await Promise.all(stop.map((end) => end()));
  await rm(folder, { recursive: true, force: true });
});

describe("repartee replay", () => {
  test("Y3 plays the callers' words through a running server, and says what became of each turn", async () => {
    const where = ["--url", url, "--llm-url", llmUrl];
    const how = ["--turns", "client", "--speed", "20", "--parallel", "2"];
    const { exitCode, stdout, stderr } = await run(["calls.jsonl", ...where, ...how]);
    expect(exitCode).toBe(0);
    expect(stderr.split("\n").toSorted()).toEqual(["", "played call first, 2 of 2", "played call second, 1 of 2"]);
    expect(stdout).toMatch(/call first, 2 turns of the caller\n.* said\n {2}1 {2}0:02\.0 .* {2}“i lost my card”\n/);
    expect(stdout).toMatch(/call second, 1 turn of the caller/);
    expect(stdout).toMatch(/turns {4}3: 3 answered, 0 failed, 0 together with the next, 0 lost, 0 cut, 0 reopened/);
    const stats = await (await fetch(new URL("/stats", llmUrl))).json();
    expect(stats).toMatchObject({ active: 0 });
  });

  test("where the server ends the turns it is not told that they are over", async () => {
    const args = ["calls.jsonl", "--url", url, "--llm-url", llmUrl, "--speed", "10", "--limit", "1", "--json", "-"];
    const { exitCode, stdout } = await run(args);
    expect(exitCode).toBe(0);
    const { files, summary } = JSON.parse(stdout);
    const reports = files[0].calls;
    expect(reports).toMatchObject([{ id: "first", user: "caller", problems: [] }]);
    expect(reports[0].turns.at(-1).replies.at(-1)).toMatchObject({ reason: "silence", cut: false });
    expect(summary).toMatchObject({ calls: 1, turns: 2 });
    expect(summary.gapMs.p50).toBeGreaterThan(0);
  });

  test("without a model's address the stock persona answers", async () => {
    const { stdout } = await run(["calls.jsonl", "--url", url, "--turns", "client", "--speed", "20", "--limit", "1"]);
    expect(stdout).toContain("! stand_in: no model is configured");
    expect(stdout).toContain("replies  the stock persona's");
  });

  test("Y2 what it made is deleted", async () => {
    expect(await countOf("/v2/conversations")).toBe(0);
    expect(await countOf("/v2/personas?persona_type=user")).toBe(0);
  });
});

describe("what goes wrong is one line that says what to do", () => {
  const usage = 2;
  test.each([
    [[], usage, "name a FILE"],
    [["calls.jsonl", "--ttft", "soon"], usage, "--ttft: expected a whole number from 0"],
    [
      ["calls.jsonl", "--rate", "5", "--llm-url", "http://127.0.0.1:1"],
      usage,
      "--rate: is of the model that stands in",
    ],
    [["calls.jsonl", "--data-dir", "."], usage, "--data-dir: finds the key of the server at --url"],
    [["calls.jsonl", "--svg", "nowhere/out.svg"], usage, "--svg: there is no folder"],
    [["broken.jsonl"], 1, "broken.jsonl: line 2: not JSON"],
    [["calls.jsonl", "--turns", "both"], usage, '--turns: expected client or server, got "both"'],
    [["calls.jsonl", "--speed", "0"], usage, "--speed: expected a number above 0"],
    [["calls.jsonl", "--limit", "0"], usage, "--limit: expected a whole number from 1"],
    [["calls.jsonl", "--parallel", "many"], usage, "--parallel: expected a whole number from 1"],
    [["calls.jsonl", "--llm-model", "m"], usage, "--llm-model: names a model of --llm-url"],
    [["gone.jsonl"], 1, "gone.jsonl cannot be read: ENOENT"],
    [
      ["agent.jsonl"],
      1,
      'agent.jsonl: the file has no timed word of a user (anyone but the agent); its speakers are "agent"',
    ],
    [["calls.jsonl", "--user", "eve"], 1, 'no one in the file is named "eve"; it has "agent", "caller"'],
    [["calls.jsonl", "--url", "http://127.0.0.1:1"], 1, "no answer from http://127.0.0.1:1"],
  ])("replay %j", async (args, exitCode, message) => {
    const outcome = await run(args);
    expect(outcome).toMatchObject({ exitCode, stdout: "" });
    expect(outcome.stderr).toContain(message);
  });

  test("a key that the server refuses", async () => {
    const outcome = await run(["calls.jsonl", "--url", url], { REPARTEE_API_KEY: "wrong" });
    expect(outcome).toMatchObject({ exitCode: 1, stdout: "" });
    expect(outcome.stderr).toContain("refuses the key; set REPARTEE_API_KEY to its key, or --data-dir");
    expect(outcome.stderr).not.toContain("wrong");
  });

  test("no key anywhere; a key in the data folder is found", async () => {
    expect((await run(["calls.jsonl", "--url", url], {})).stderr).toContain("there is no key: ");
    await writeFile(join(folder, "local-key"), `${key}\n`);
    const found = await run(["calls.jsonl", "--url", "http://127.0.0.1:1", "--data-dir", "."], {});
    expect(found.stderr).toContain("no answer from");
  });

  test("a model that cannot be one is refused in the server's words", async () => {
    const { exitCode, stderr } = await run(["calls.jsonl", "--url", url, "--llm-url", "nowhere"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("base_url");
  });
});
