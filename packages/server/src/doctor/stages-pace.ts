import type { Finding } from "../ports/examination.ts";
import { ask } from "./ask.ts";
import { diagnoseAbort, diagnoseKeepAlive, diagnoseOverlap, diagnoseSpeed, median } from "./diagnose-pace.ts";
import { endless, short } from "./questions.ts";
import type { Reply } from "./reply.ts";
import type { Visit } from "./visit.ts";

/** Requests that follow the first one, one after the other. */
const moreRequests = 3;
const atOnce = 3;

/** The first request stands in the numbers as well: it is what somebody waits for after a silence. */
export async function measureSpeed(visit: Visit): Promise<readonly Finding[]> {
  const { learned } = visit;
  for (let count = 0; count < moreRequests; count += 1) {
    learned.replies = [...learned.replies, await ask(visit, { messages: short })];
  }
  const speed = diagnoseSpeed(learned.replies, visit.upstream.timeouts.firstPartMs);
  return [speed, diagnoseKeepAlive(learned.replies.slice(1))];
}

export async function overlap(visit: Visit): Promise<readonly Finding[]> {
  const replies = await Promise.all(Array.from({ length: atOnce }, () => ask(visit, { messages: short })));
  return [diagnoseOverlap(replies, visit.learned.replies.at(-1))];
}

export async function leave(visit: Visit): Promise<readonly Finding[]> {
  const left = await ask(visit, { messages: endless, leave: true });
  const next = await ask(visit, { messages: short });
  return [diagnoseAbort({ left, next, usualMs: median(visit.learned.replies.map(firstMs)) })];
}

function firstMs(reply: Reply): number {
  return reply.firstMs ?? reply.endMs;
}
