import { text } from "node:stream/consumers";
import { openConversations, openReplies, type Hear, type Streams } from "./listener.ts";
import { isRecord, quantile, type DelayReport } from "./sample.ts";
import { nowUs, readStamps } from "./stamp.ts";

// The client's process. It reads one job from standard input, opens its streams, sets them talking, and prints
// `ready`, `measuring` and then the report.

interface Job {
  readonly url: string;
  /** Conversations to talk in; empty: the model itself is asked. */
  readonly ids: readonly string[];
  readonly apiKey: string;
  readonly count: number;
  readonly warmMs: number;
  /** 0: nothing is asked, the streams stay open until the process is ended. */
  readonly measureMs: number;
}

/** The streams begin one after the other within this time, so that their tokens do not come in step. */
const staggerMs = 1000;

const job = readJob(JSON.parse(await text(process.stdin)));
let measuring = false;
const delaysUs: number[] = [];

const hear: Hear = (words) => {
  if (!measuring) return;
  const now = nowUs();
  for (const sentAt of readStamps(words)) delaysUs.push(now - sentAt);
};

const streams =
  job.ids.length === 0 ? openReplies(job.url, job.count, hear) : await openConversations(job, job.ids, hear);
console.log("ready");
if (job.measureMs === 0) await new Promise(() => setInterval(() => {}, 60_000));
await measure(streams);
process.exit();

async function measure(open: Streams): Promise<void> {
  for (let index = 0; index < open.count; index += 1) {
    setTimeout(() => open.ask(index), (staggerMs * index) / open.count);
  }
  await pause(staggerMs + job.warmMs);
  console.log("measuring");
  measuring = true;
  const [from, cpuFrom] = [nowUs(), process.cpuUsage()];
  await pause(job.measureMs);
  measuring = false;
  const us = nowUs() - from;
  const { user, system } = process.cpuUsage(cpuFrom);
  const report: DelayReport = {
    tokens: delaysUs.length,
    seconds: us / 1e6,
    p50Ms: quantile(delaysUs, 0.5) / 1000,
    p99Ms: quantile(delaysUs, 0.99) / 1000,
    maxMs: quantile(delaysUs, 1) / 1000,
    listenerCpu: (user + system) / us,
  };
  console.log(JSON.stringify(report));
  open.close();
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function readJob(value: unknown): Job {
  if (!isRecord(value) || typeof value["url"] !== "string" || !Array.isArray(value["ids"])) {
    throw new Error("expected a job on standard input");
  }
  return {
    url: value["url"],
    ids: value["ids"].map(String),
    apiKey: String(value["apiKey"]),
    count: Number(value["count"]),
    warmMs: Number(value["warmMs"]),
    measureMs: Number(value["measureMs"]),
  };
}
