import { setTimeout as pause } from "node:timers/promises";
import { abortFaults, toTimes, type Moment, type Times } from "../connect/measure.ts";
import { startUpstream, type BenchUpstream } from "../connect/upstream.ts";
import type { BenchServer } from "../live/server.ts";
import { nowUs } from "../live/stamp.ts";
import { openDoor, type Door, type DoorName } from "./door.ts";

export interface AbortOptions {
  readonly door: DoorName;
  readonly moment: Moment;
  readonly count: number;
}

/** A conversation grows with each question; what it costs to ask with a long one is not measured. */
const questionsEach = 50;

/** From the moment in which a caller leaves to the upstream's seeing that nobody listens any more. */
export async function measureAborts(server: BenchServer, { door, moment, count }: AbortOptions): Promise<Times> {
  await using upstream = await startUpstream({ oneWayMs: 0, fault: abortFaults[moment] });
  const persona = await server.createPersona(upstream.url);
  // What is compiled and loaded at first use is not what is measured.
  let left = -questionsEach;
  const times: number[] = [];
  while (left < count) {
    using open = await openDoor(door, server, persona);
    for (let index = 0; index < questionsEach && left < count; index += 1, left += 1) {
      const tookUs = await leaveOnce(open, upstream, moment);
      if (left >= 0) times.push(tookUs);
    }
  }
  return toTimes(times);
}

async function leaveOnce(door: Door, upstream: BenchUpstream, moment: Moment): Promise<number> {
  const arrived = upstream.request(door.conversation);
  const asked = door.ask();
  await arrived;
  if (moment === "mid-stream") await asked.word;
  // Headers, where there are any, come within this time; and aborts fall anywhere between two tokens.
  await pause(2 + Math.random() * 8);
  const aborted = upstream.aborted();
  const leftUs = nowUs();
  asked.leave();
  const tookUs = (await aborted) - leftUs;
  await asked.over;
  return tookUs;
}
