import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallReport } from "../replay/report.ts";
import { replayDocument } from "../replay/testing/document-schema.ts";
import { tracePaths } from "./replay-files.ts";

const launch = new URL("../../bin/launch.js", import.meta.url).pathname;
let folder = "";
let temporary = "";

/** The command as a newcomer runs it: a process of its own, with nothing set and nothing there. */
function start(...args: readonly string[]) {
  const { REPARTEE_API_KEY: _, ...env } = process.env;
  return spawn(process.execPath, ["--conditions=repartee", launch, "replay", ...args], {
    cwd: folder,
    env: { ...env, REPARTEE_DETECT: "off", TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function replay(...args: readonly string[]) {
  const child = start(...args);
  const exit = once(child, "exit");
  const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const [exitCode] = await exit;
  return { exitCode, stdout, stderr };
}

/** The data folders that there are. */
async function foldersOf(): Promise<readonly string[]> {
  return (await readdir(temporary)).filter((name) => name.startsWith("repartee-"));
}

function segment(speaker: string, start_ms: number, text: string): object {
  return { speaker, start_ms, text, words: text.split(" ").map((_, index) => [index * 300, 200]) };
}

const calls = [
  {
    id: "first",
    turns: [
      segment("caller", 2000, "i lost my card"),
      segment("agent", 8000, "which card would that be"),
      segment("caller", 20_000, "the blue one of the two"),
    ],
  },
  { id: "second", turns: [segment("caller", 1000, "what are your hours please")] },
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repartee-replay-alone-"));
  temporary = await mkdtemp(join(tmpdir(), "repartee-replay-temporary-"));
  await writeFile(join(folder, "calls.jsonl"), calls.map((call) => JSON.stringify(call)).join("\n"));
});

afterAll(async () => {
  for (const made of [folder, temporary]) await rm(made, { recursive: true, force: true });
});

const quick = ["--speed", "10", "--turns", "client", "--ttft", "20", "--rate", "0"];

async function readDocument(name: string) {
  return replayDocument.parse(JSON.parse(await readFile(join(folder, name), "utf8")));
}

/** What is the same in every play of the same words. */
function turnsOf(reports: readonly Pick<CallReport, "turns">[]) {
  return reports.flatMap(({ turns }) =>
    turns.map(({ said, ending, replies }) => ({
      said,
      ending,
      replies: replies.map(({ heard, answer, cut, outcome }) => ({ heard, answer, cut, outcome })),
    })),
  );
}

describe("repartee replay, with nothing there", { timeout: 60_000 }, () => {
  test("Y1 Y14 plays, tells, draws and records; its own record gives the same turns", async () => {
    const out = ["--json", "out.json", "--svg", "turns.svg", "--record", "trace.ndjson", "--parallel", "2"];
    const { exitCode, stdout, stderr } = await replay("calls.jsonl", ...quick, ...out);
    expect({ exitCode, stderr: stderr.replaceAll(/played call .*\n/g, "") }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("call second, 1 turn of the caller");
    expect(stdout).toContain("turns    3: 3 answered");
    const made = (await readdir(folder)).toSorted();
    expect(made).toEqual(["calls.jsonl", "out.json", "trace-first.ndjson", "trace-second.ndjson", "turns.svg"]);
    const document = await readDocument("out.json");
    expect(document.files.map(({ file, summary }) => [file, summary.turns])).toEqual([["calls.jsonl", 3]]);
    expect(document.files[0]?.calls[0]?.turns[0]?.replies[0]).toMatchObject({
      heard: "i lost my card",
      answer: "which card would that be",
      cut: false,
    });
    const svg = await readFile(join(folder, "turns.svg"), "utf8");
    expect(svg.match(/class="t-user"[^>]*>“[^<]*”/g)).toHaveLength(3);

    const traces = ["trace-first.ndjson", "trace-second.ndjson"];
    const again = await replay(...traces, "--ttft", "20", "--rate", "0", "--json", "again.json");
    expect(again.exitCode).toBe(0);
    const played = await readDocument("again.json");
    expect(played.files.map(({ file }) => file)).toEqual(traces);
    const reports = (one: typeof document): readonly CallReport[] =>
      // The schema knows the numbers as unknown; here nothing looks at them.
      one.files.flatMap(({ calls: all }) => all as readonly CallReport[]);
    expect(turnsOf(reports(played))).toEqual(turnsOf(reports(document)));
  });

  test("Y6 a model that is not there fails every turn: the exit code is 1, and the last line says why", async () => {
    const dead = ["--llm-url", "http://127.0.0.1:1/v1", "--speed", "20", "--turns", "client", "--limit", "1"];
    const { exitCode, stdout, stderr } = await replay("calls.jsonl", ...dead);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("FAILED “i lost my card”");
    expect(stderr).toMatch(/error: no turn was answered, and 2 failed: model_unreachable: .*\n$/);
  });

  test("Y1 what was started for it leaves nothing behind, also when it is stopped in the middle", async () => {
    expect((await replay("calls.jsonl", ...quick, "--limit", "1")).exitCode).toBe(0);
    expect(await foldersOf()).toEqual([]);
    const child = start("calls.jsonl", "--parallel", "2");
    const exit = once(child, "exit");
    // The second call is over when the first one is in its middle.
    await once(child.stderr, "data");
    expect(await foldersOf()).toHaveLength(1);
    child.kill("SIGTERM");
    expect((await exit)[0]).toBe(1);
    expect(await foldersOf()).toEqual([]);
  });
});

test("Y5 one call is recorded to the file that was named, more beside it, each to its own", () => {
  expect(tracePaths("a/out.ndjson", ["x"])).toEqual(["a/out.ndjson"]);
  expect(tracePaths("a/out.ndjson", ["x", "line 2", "x", "../x"])).toEqual([
    "a/out-x.ndjson",
    "a/out-line_2.ndjson",
    "a/out-x-2.ndjson",
    "a/out-.._x.ndjson",
  ]);
  expect(tracePaths("out", ["x", "y"])).toEqual(["out-x.ndjson", "out-y.ndjson"]);
});
