import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { text } from "node:stream/consumers";
import { playCall, type OpenTalk, type SeenTurn } from "./play.ts";
import type { ToldCall, ToldTurn } from "./told.ts";

/** What a process of one side is to do; it comes on standard input as JSON. */
export interface Job<Side> {
  readonly calls: readonly ToldCall[];
  /** Said once in a conversation of each call before anything is measured. */
  readonly warmUp: ToldTurn;
  /** Calls at the same time. */
  readonly parallel: number;
  readonly side: Side;
}

/** What it found out, as its last message to its parent. */
export interface JobReport {
  readonly turns: readonly SeenTurn[];
  readonly lagMs: Lag;
}

export function isJobReport(value: unknown): value is JobReport {
  return typeof value === "object" && value !== null && "turns" in value && "lagMs" in value;
}

/** How late the event loop was, in milliseconds. */
export interface Lag {
  readonly p99: number;
  readonly max: number;
}

const resolutionMs = 5;
/** Calls begin one after the other, so that their turns are not in step. */
const staggerMs = 170;

/**
 * Plays the calls of the job on standard input through talks of this side. The parent is told when everything is warm,
 * says when to begin, and is given the report.
 */
export async function runJob<Side>(toTalk: (side: Side) => OpenTalk): Promise<void> {
  // Its own parent wrote it, a moment ago.
  const job: Job<Side> = JSON.parse(await text(process.stdin));
  const openTalk = toTalk(job.side);
  await playAll({ ...job, calls: job.calls.map(({ id }) => ({ id, turns: [job.warmUp] })) }, openTalk);
  const begun = once(process, "message");
  process.send?.("warm");
  await begun;
  const lag = monitorEventLoopDelay({ resolution: resolutionMs });
  lag.enable();
  const turns = await playAll(job, openTalk);
  lag.disable();
  const late = (nanoseconds: number): number => Math.round(Math.max(0, nanoseconds / 1e6 - resolutionMs) * 10) / 10;
  const report: JobReport = { turns, lagMs: { p99: late(lag.percentile(99)), max: late(lag.max) } };
  process.send?.(report, () => process.exit(0));
}

async function playAll(
  { calls, parallel }: Pick<Job<unknown>, "calls" | "parallel">,
  openTalk: OpenTalk,
): Promise<readonly SeenTurn[]> {
  const queue = calls.values();
  const turns: SeenTurn[] = [];
  const playOn = async (_: unknown, player: number): Promise<void> => {
    await clock.sleep(player * staggerMs);
    for (const call of queue) turns.push(...(await playCall(call, openTalk, clock)));
  };
  await Promise.all(Array.from({ length: Math.min(parallel, calls.length) }, playOn));
  return turns;
}

const clock = {
  now: () => performance.now(),
  sleep: (ms: number) => new Promise<void>((done) => (ms > 0 ? setTimeout(done, ms) : done())),
};
