import { setTimeout as pause } from "node:timers/promises";
import { askLive } from "./door-live.ts";
import { askV1 } from "./door-v1.ts";
import type { Target } from "./door.ts";
import { limitOf, type FaultCase } from "./fault-case.ts";
import { expectedOutcome, judge, type Heard, type Outcome } from "./judge.ts";
import { answersTo, restingModel, type Run } from "./run.ts";

export interface Finding {
  readonly run: Run;
  readonly outcome: Outcome;
  readonly expected: Outcome;
  readonly heard: Heard;
}

/** How long after its limit a request may end before it is said to hang. */
const marginMs = 5000;
/** Requests that wait for a time limit cost nothing; the others are few at a time, so that they do not wait for each other. */
const atOnce = { waiting: 100, quick: 4 } as const;
/** Between the starts of those that wait. */
const staggerMs = 15;

/** Plays all runs, and judges what each was told. */
export async function playAll(target: Target, runs: readonly Run[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const play = async (run: Run): Promise<void> => void findings.push(await playOne(target, run));
  const [waiting, quick] = [runs.filter((run) => waits(run.fault)), runs.filter((run) => !waits(run.fault))];
  await Promise.all([inTurns(longestFirst(waiting), atOnce.waiting, play), inTurns(quick, atOnce.quick, play)]);
  return findings;
}

async function playOne(target: Target, run: Run): Promise<Finding> {
  const signal = AbortSignal.timeout(limitOf(run.fault, run.spared) + marginMs);
  const heard = await (run.door === "live" ? askLive : askV1)(target, run, signal);
  return { run, heard, outcome: judge(heard, answersTo(run)), expected: expectedOutcome(run) };
}

function waits({ limit }: FaultCase): boolean {
  return limit !== undefined;
}

function longestFirst(runs: readonly Run[]): readonly Run[] {
  return runs.toSorted((one, other) => limitOf(other.fault, other.spared) - limitOf(one.fault, one.spared));
}

async function inTurns(runs: readonly Run[], most: number, play: (run: Run) => Promise<void>): Promise<void> {
  const left = runs.values();
  const work = async (_: unknown, index: number): Promise<void> => {
    await pause(index * staggerMs);
    for (const run of left) await play(run);
  };
  await Promise.all(Array.from({ length: Math.min(most, runs.length) }, work));
}

/**
 * One upstream that keeps quiet, asked again and again: from its fourth time on it rests, and nobody waits for it. The
 * milliseconds to the first words, of each request in order.
 */
export async function showResting(target: Target, times: number): Promise<readonly number[]> {
  const firstMs: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const fault: FaultCase = { name: restingModel, gives: "nothing", limit: "first" };
    const run: Run = { model: restingModel, fault, door: "stream", spared: true, question: `And ${time}?` };
    const { heard, outcome } = await playOne(target, run);
    if (outcome !== "rescued")
      throw new Error(`a request beside a resting upstream: ${outcome}, ${JSON.stringify(heard)}`);
    firstMs.push(heard.firstMs ?? 0);
  }
  return firstMs;
}
