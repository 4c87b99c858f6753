import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { waitingPolicies, type Policies } from "@repartee/engine";
import { playCall } from "./engine-talk.ts";
import { measurePolicy } from "./measure.ts";
import { pinned } from "./params.ts";
import { players, settings } from "./policies.ts";
import { runPolicies } from "./run.ts";
import { readScript } from "./script.ts";
import { createUpstream } from "./upstream.ts";

const calls = new URL("../data/harper-valley.jsonl", import.meta.url);
const script = readScript(readFileSync(calls, "utf8"), { params: pinned, limit: 12 });

test("BS30 the engine with a plain wait of 500 ms and no grace does what the emulated wait does, turn by turn", () => {
  const world = { params: pinned, upstream: createUpstream(pinned, script.replies) };
  const policies: Policies = {
    ...waitingPolicies,
    endOfTurn: ({ quietSince }) => quietSince + 500,
    graceMs: { client: 0, server: 0 },
    isBackchannel: () => false,
  };
  const ours = script.calls.flatMap((call) => playCall(call, { ...world, policies, settings }));
  const emulated = script.calls.flatMap((call) => players["fixed-500"]?.(call, world) ?? []);
  const { output_tokens_per_turn: _ours, ...engine } = measurePolicy("fixed-500", ours, pinned);
  const { output_tokens_per_turn: _theirs, ...peer } = measurePolicy("fixed-500", emulated, pinned);
  expect(engine).toEqual(peer);
});

test("BS31 every turn is answered, and no policy's numbers depend on when they are taken", () => {
  const runs = runPolicies(script, pinned);
  expect(runs.map((run) => run.unanswered)).toEqual(runs.map(() => 0));
  expect(JSON.stringify(runPolicies(script, pinned))).toBe(JSON.stringify(runs));
});

describe("BS32 the command", () => {
  const main = new URL("main.ts", import.meta.url).pathname;
  const run = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, ["--conditions=repartee", main, ...args], { encoding: "utf8" });
  test("prints its parameters and a table, and writes the same bytes twice", () => {
    const folder = mkdtempSync(join(tmpdir(), "repartee-speculation-"));
    const out = (name: string): string => join(folder, name);
    try {
      const runs = ["a", "b"].map((name) =>
        run("--data", calls.pathname, "--limit", "3", "--json", out(`${name}.json`), "--svg", out(`${name}.svg`)),
      );
      expect(runs[0]?.status).toBe(0);
      expect(runs[0]?.stdout).toMatch(/median 400 ms.*seed 1[^]*livekit/u);
      expect(runs[0]?.stdout).toBe(runs[1]?.stdout);
      for (const kind of ["json", "svg"]) {
        expect(readFileSync(out(`a.${kind}`), "utf8")).toBe(readFileSync(out(`b.${kind}`), "utf8"));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  test("no user turn is an error, never an empty table", () => {
    const folder = mkdtempSync(join(tmpdir(), "repartee-speculation-"));
    const file = join(folder, "agent.jsonl");
    try {
      writeFileSync(file, `{"turns":[{"speaker":"agent","start_ms":0,"text":"hello","words":[[0,100]]}]}\n`);
      const { status, stderr, stdout } = run("--data", file);
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toContain("no timed word of a user");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test("BS0 every rule of docs/benchmarks-speculation.md is a test's title, and the other way round", () => {
  const page = readFileSync(new URL("../../docs/benchmarks-speculation.md", import.meta.url), "utf8");
  const rules = [...page.matchAll(/\*\*(BS\d+)\*\*/gu)].map((match) => match[1]);
  const titles = globSync("*.test.ts", { cwd: new URL(".", import.meta.url) }).flatMap(
    (file) => readFileSync(new URL(file, import.meta.url), "utf8").match(/(?:describe|test)\("BS\d+/gu) ?? [],
  );
  expect(rules).toEqual([...new Set(rules)]);
  expect(new Set(titles.map((title) => title.slice(title.indexOf("BS"))))).toEqual(new Set(rules));
});
