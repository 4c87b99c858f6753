import { setTimeout as pause } from "node:timers/promises";
import { addressOf, cores, startProgram, type Program } from "./program.ts";
import { isDelayReport, quantile, type DelayReport } from "./sample.ts";
import type { BenchServer } from "./server.ts";

/** One load: the same streams through the server, and read from the model itself. */
export interface LiveRow {
  readonly conversations: number;
  /** Tokens a second that were asked for. */
  readonly asked: number;
  readonly direct: DelayReport;
  readonly through: DelayReport;
  readonly server: {
    /** Share of one core. */
    readonly cpu: number;
    readonly cpuUsPerToken: number;
    readonly rssMb: number;
    readonly loopLagP50Ms: number;
    readonly loopLagP99Ms: number;
  };
}

export interface LoadOptions {
  readonly conversations: number;
  readonly seconds: number;
  readonly warmMs: number;
}

/** Tokens a second of one reply: fast speech takes four or five. */
const tokensPerSecond = 30;

/** The quietest of several runs: whatever else the machine does can only add to a delay. */
export async function measureBest(server: BenchServer, options: LoadOptions, runs: number): Promise<LiveRow> {
  let best = await measureLoad(server, options);
  for (let run = 1; run < runs; run += 1) {
    const row = await measureLoad(server, options);
    if (row.through.p99Ms < best.through.p99Ms) best = row;
  }
  return best;
}

export async function measureLoad(server: BenchServer, options: LoadOptions): Promise<LiveRow> {
  const { conversations: count, seconds } = options;
  // Long enough that nobody falls silent before the end, also where the machine is late.
  const tokens = Math.ceil(tokensPerSecond * (seconds + options.warmMs / 1000 + 60));
  await using endpoint = startProgram("bench/live/endpoint-process.ts", {
    args: [String(tokensPerSecond), String(tokens)],
    cores: cores?.others,
  });
  const llmUrl = await addressOf(endpoint);
  const job = { apiKey: server.apiKey, count, warmMs: options.warmMs, measureMs: seconds * 1000 };

  await using reader = startTalker({ ...job, url: llmUrl, ids: [] });
  const direct = await readReport(reader);

  const ids = await server.createConversations(await server.createPersona(llmUrl), count);
  await using talker = startTalker({ ...job, url: server.url, ids });
  await lineOf(talker, "measuring");
  const before = await server.sample();
  const through = await readReport(talker);
  const after = await server.sample();
  await talker[Symbol.asyncDispose]();
  await server.deleteConversations(ids);
  // A server that is swamped answers late: its own clock says what the time between was.
  const cpu = (after.cpuUs - before.cpuUs) / (after.atUs - before.atUs);
  return {
    conversations: count,
    asked: count * tokensPerSecond,
    direct,
    through,
    server: {
      cpu,
      cpuUsPerToken: (cpu * through.seconds * 1e6) / Math.max(1, through.tokens),
      rssMb: after.rss / 1048576,
      loopLagP50Ms: quantile(after.lagsMs, 0.5),
      loopLagP99Ms: quantile(after.lagsMs, 0.99),
    },
  };
}

/** What one conversation costs that is connected and silent. */
export interface IdleCost {
  readonly conversations: number;
  readonly rssKb: number;
  readonly heapKb: number;
}

/** On a server that has done nothing else; some conversations come before, so that what is loaded once is loaded. */
export async function measureIdle(server: BenchServer, count: number): Promise<IdleCost> {
  const personaId = await server.createPersona("http://127.0.0.1:9/v1");
  await using _first = await holdOpen(server, personaId, 50);
  const before = await settledSample(server);
  await using _all = await holdOpen(server, personaId, count);
  const after = await settledSample(server);
  return {
    conversations: count,
    rssKb: (after.rss - before.rss) / count / 1024,
    heapKb: (after.heapUsed - before.heapUsed) / count / 1024,
  };
}

async function holdOpen(server: BenchServer, personaId: string, count: number): Promise<Program> {
  const ids = await server.createConversations(personaId, count);
  const { url, apiKey } = server;
  const holder = startTalker({ url, apiKey, ids, count, warmMs: 0, measureMs: 0 });
  await lineOf(holder, "ready");
  return holder;
}

async function settledSample(server: BenchServer): Promise<{ readonly rss: number; readonly heapUsed: number }> {
  await server.sample("collect");
  await pause(1000);
  return server.sample("collect");
}

function startTalker(job: object): Program {
  return startProgram("bench/live/talker-process.ts", { input: JSON.stringify(job), cores: cores?.others });
}

async function lineOf(program: Program, expected: string): Promise<void> {
  while ((await program.line()) !== expected);
}

async function readReport(program: Program): Promise<DelayReport> {
  for (;;) {
    const line = await program.line();
    const value: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
    if (isDelayReport(value)) return value;
  }
}
