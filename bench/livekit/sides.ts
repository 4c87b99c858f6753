import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { foldOfCall } from "../completeness/fold-weights.ts";
import { addressOf, startProgram } from "../live/program.ts";
import { startServer, type BenchServer } from "../live/server.ts";
import { isJobReport, type Job, type JobReport } from "./job.ts";
import type { EndpointCounts } from "./measure.ts";

const folder = fileURLToPath(new URL("../peers/livekit", import.meta.url));
const manifest = `${folder}/node_modules/@livekit/agents/package.json`;

/** Installs LiveKit's agents by their own lockfile, if they are not there; answers their version. */
export function installLiveKit(): string {
  if (!existsSync(manifest)) {
    console.error("@livekit/agents is not here; installing it in bench/peers/livekit (300 MB) …");
    spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, stdio: "ignore" });
  }
  if (!existsSync(manifest)) throw new Error("npm ci failed in bench/peers/livekit; run it there to see why");
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, "utf8"));
  return version;
}

/** The model of both sides, in a process of its own. */
export interface BenchEndpoint extends AsyncDisposable {
  readonly url: string;
  /** What it counted since it was started, when nobody is being answered. */
  counts(): Promise<EndpointCounts>;
}

export async function startBenchEndpoint(data: string): Promise<BenchEndpoint> {
  const program = startProgram("bench/livekit/endpoint-process.ts", { args: [data] });
  const url = await addressOf(program);
  return {
    url,
    async counts() {
      for (;;) {
        const response = await fetch(new URL("/stats", url));
        // The endpoint is ours: it answers with its counts.
        const stats: EndpointCounts & { readonly active: number } = JSON.parse(await response.text());
        if (stats.active === 0) return stats;
        await new Promise((done) => setTimeout(done, 100));
      }
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

/** A server for each fold of the calls, which learned nothing from them. */
export async function startServers(callIds: readonly string[]): Promise<ReparteeServers> {
  const folds = [...new Set(callIds.map((id) => foldOfCall[id]))];
  const starts = await Promise.allSettled(
    folds.map(async (fold) => [fold, await startServer(argumentsFor(fold))] as const),
  );
  const started = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(([, server]) => server[Symbol.asyncDispose]()));
  };
  const failed = starts.find((start) => start.status === "rejected");
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const servers = new Map(started);
  const of = (id: string): BenchServer => {
    const server = servers.get(foldOfCall[id]);
    if (server === undefined) throw new Error(`no server was started for the call ${id}`);
    return server;
  };
  return {
    addresses: Object.fromEntries(callIds.map((id) => [id, { url: of(id).url, apiKey: of(id).apiKey }])),
    async lags() {
      const samples = await Promise.all(started.map(([, server]) => server.sample()));
      return samples.flatMap((sample) => sample.lagsMs);
    },
    [Symbol.asyncDispose]: stop,
  };
}

export interface ReparteeServers extends AsyncDisposable {
  readonly addresses: Readonly<Record<string, { readonly url: string; readonly apiKey: string }>>;
  /** How late the event loops were since this was last asked, in milliseconds. */
  lags(): Promise<readonly number[]>;
}

/** A call that no model has seen needs none of its own. */
function argumentsFor(fold: number | undefined): readonly string[] {
  if (fold === undefined) return [];
  const hook = new URL("unseen-weights.ts", import.meta.url);
  hook.searchParams.set("fold", String(fold));
  return ["--import", hook.href];
}

export interface PlayOptions<Side> {
  readonly job: Job<Side>;
  readonly endpoint: BenchEndpoint;
  /** What is compiled and loaded at first use has been; from here on it is measured. */
  readonly onWarm?: () => Promise<void>;
}

/** What one side did, and what that asked of the model. */
export interface PlayedSide {
  readonly report: JobReport;
  readonly counts: EndpointCounts;
}

/** Plays a job in a process of its own. */
export async function playJob<Side>(script: string, options: PlayOptions<Side>): Promise<PlayedSide> {
  const { job, endpoint, onWarm } = options;
  await using program = startProgram(script, { input: JSON.stringify(job) });
  const { child } = program;
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${script} ended with ${code} before it reported`);
  });
  // An end after the report is as it should be.
  ended.catch(() => {});
  const next = async (): Promise<unknown> => (await Promise.race([once(child, "message"), ended]))[0];
  await next();
  await onWarm?.();
  const before = await endpoint.counts();
  child.send("go");
  const report = await next();
  if (!isJobReport(report)) throw new Error(`${script} reported something else than the turns that it played`);
  const after = await endpoint.counts();
  const counts = {
    requests: after.requests - before.requests,
    tokensSent: after.tokensSent - before.tokensSent,
  };
  return { report, counts };
}
