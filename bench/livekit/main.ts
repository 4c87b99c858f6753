import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { cpus } from "node:os";
import { quantile } from "../../packages/server/src/replay/quantile.ts";
import { pinned } from "../speculation/params.ts";
import { readScript, scriptTurn, type Script } from "../speculation/script.ts";
import { floorOf } from "./floor.ts";
import type { Job } from "./job.ts";
import { compareSides, measureSide } from "./measure.ts";
import { pairs, selectPairs, type Pair } from "./pairs.ts";
import { toSvg } from "./picture.ts";
import type { ReparteeJob } from "./repartee-process.ts";
import {
  installLiveKit,
  playJob,
  type PlayedSide,
  startBenchEndpoint,
  startServers,
  type BenchEndpoint,
  type ReparteeServers,
} from "./sides.ts";
import { lagOf, lagWarning, tableText, type LiveKitResult, type PairResult } from "./table.ts";
import { tellTurn, type Ears } from "./told.ts";
import { voicePace } from "./voice.ts";

const usage = `usage: npm run bench:livekit -- [--data FILE] [--calls 10] [--pairs ${pairs.map((pair) => pair.name).join(",")}]
       [--parallel 10] [--json OUT] [--svg OUT]`;

const systemPrompt = "You answer the telephone of a bank.";

/** What every run of one side needs. */
interface Stage {
  readonly script: Script;
  readonly parallel: number;
  readonly endpoint: BenchEndpoint;
  readonly servers: ReparteeServers;
  /** Of the servers, while they were measured. */
  readonly lagsMs: number[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string", default: "bench/data/harper-valley.jsonl" },
      calls: { type: "string", default: "10" },
      pairs: { type: "string", default: pairs.map((pair) => pair.name).join(",") },
      parallel: { type: "string", default: "10" },
      json: { type: "string" },
      svg: { type: "string" },
    },
  });
  const { data } = values;
  const limit = readCount("--calls", values.calls);
  const parallel = readCount("--parallel", values.parallel);
  const selected = selectPairs(values.pairs.split(","));
  const script = readScript(await readFile(data, "utf8"), { params: pinned, limit });
  const { calls } = script;
  const livekit_version = installLiveKit();
  await using endpoint = await startBenchEndpoint(data);
  await using servers = await startServers(calls.map((call) => call.id));
  const stage: Stage = { script, parallel, endpoint, servers, lagsMs: [] };
  const results: PairResult[] = [];
  for (const pair of selected) results.push(await playPair(pair, stage));
  const result: LiveKitResult = {
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
    livekit_version,
    params: {
      data,
      calls: calls.length,
      parallel,
      ttft_ms: pinned.ttftMs,
      token_ms: pinned.tokenMs,
      first_sound_ms: voicePace.firstSoundMs,
      word_ms: voicePace.wordMs,
    },
    server_lag_ms: lagOf(stage.lagsMs),
    pairs: results,
  };
  console.log(tableText(result));
  const warning = lagWarning(result);
  if (warning !== undefined) console.log(`\n${warning}`);
  if (values.svg !== undefined) await save(values.svg, toSvg(result));
  if (values.json !== undefined) await save(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

async function playPair(pair: Pair, stage: Stage): Promise<PairResult> {
  const { endpoint, servers } = stage;
  const job = toJob(stage, pair.ears);
  const world = { endpointUrl: endpoint.url, systemPrompt };
  console.error(`${pair.name}: LiveKit …`);
  const theirs = await playJob("bench/peers/livekit/peer-process.ts", {
    job: { ...job, side: { ...world, settings: pair.livekit } },
    endpoint,
  });
  console.error(`${pair.name}: Repartee …`);
  const side: ReparteeJob = { ...world, servers: servers.addresses, settings: pair.repartee };
  const ours = await playJob("bench/livekit/repartee-process.ts", {
    job: { ...job, side },
    endpoint,
    onWarm: async () => void (await servers.lags()),
  });
  stage.lagsMs.push(...(await servers.lags()));
  const [livekit, repartee] = [measure(theirs), measure(ours)];
  const { name, about } = pair;
  const settings = { livekit: pair.livekit, repartee: pair.repartee };
  const floors = job.calls.flatMap((call) => call.turns.map((turn) => floorOf(turn, stage.script.replies, pinned)));
  const floor_ms = { p50: quantile(floors, 0.5) ?? 0, p95: quantile(floors, 0.95) ?? 0 };
  return { name, about, settings, floor_ms, livekit, repartee, ratio: compareSides(livekit, repartee) };
}

function measure({ report, counts }: PlayedSide) {
  return measureSide(report.turns, counts, report.lagMs);
}

function toJob({ script, parallel }: Stage, ears: Ears): Omit<Job<never>, "side"> {
  const words = ["good", "morning"].map((text, index) => ({
    text,
    revised: text,
    startMs: index * 300,
    endMs: index * 300 + 250,
  }));
  const warmUp = scriptTurn({ callId: "", user: "", index: -1 }, words, pinned);
  return {
    calls: script.calls.map(({ id, turns }) => ({ id, turns: turns.map((turn) => tellTurn(turn, ears)) })),
    warmUp: tellTurn(warmUp, ears),
    parallel,
  };
}

async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function readCount(flag: string, text: string): number {
  const count = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(count) || count < 1) {
    throw new Error(`${flag} takes whole numbers from 1, not ${JSON.stringify(text)}\n${usage}`);
  }
  return count;
}

main().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
