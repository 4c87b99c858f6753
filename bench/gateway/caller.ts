import { Agent, request as dial, type IncomingMessage } from "node:http";
import { nowUs, readStamps } from "../live/stamp.ts";
import { quantile } from "../live/sample.ts";
import { wishOf, type CallReport, type Target, type Workload } from "./workload.ts";

interface Tally {
  readonly ttftsMs: number[];
  readonly transitsMs: number[];
  streams: number;
  failed: number;
}

/** Plays the callers of one workload, with as little work for each chunk as can measure it. */
export async function callGateway(target: Target, workload: Workload): Promise<CallReport> {
  const tally: Tally = { ttftsMs: [], transitsMs: [], streams: 0, failed: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const startedAt = performance.now();
  const until = workload.seconds === undefined ? Infinity : startedAt + workload.seconds * 1000;
  const streamMs = workload.ttftMs + workload.chunks * workload.gapMs;
  const call = (): Promise<void> => streamOnce({ target, workload, agent, tally });

  async function caller(index: number): Promise<void> {
    if (workload.spread) await pause((index / workload.callers) * streamMs);
    for (let done = 0; done < (workload.streams ?? Infinity) && performance.now() < until; done += 1) await call();
  }
  const everyone = Array.from({ length: workload.callers }, (_, index) => index);
  if (workload.spread || workload.streams === undefined) await Promise.all(everyone.map(caller));
  else for (let round = 0; round < workload.streams; round += 1) await Promise.all(everyone.map(call));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  const { streams, failed, ttftsMs, transitsMs } = tally;
  return {
    streams,
    failed,
    seconds,
    ttftP50Ms: quantile(ttftsMs, 0.5),
    ttftP99Ms: quantile(ttftsMs, 0.99),
    transitP50Ms: quantile(transitsMs, 0.5),
    transitP95Ms: quantile(transitsMs, 0.95),
    transitP99Ms: quantile(transitsMs, 0.99),
  };
}

interface Call {
  readonly target: Target;
  readonly workload: Workload;
  readonly agent: Agent;
  readonly tally: Tally;
}

/** One stream, to its end. What fails is counted, and then not measured. */
function streamOnce({ target, workload, agent, tally }: Call): Promise<void> {
  const body = JSON.stringify({
    model: target.model,
    stream: true,
    messages: [
      { role: "system", content: "You are a helpful voice agent. Answer in one or two short sentences." },
      { role: "user", content: wishOf(workload) },
    ],
  });
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...target.headers,
  };
  tally.streams += 1;
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const fail = (): void => {
      tally.failed += 1;
      resolve();
    };
    const request = dial(target.url, { agent, method: "POST", headers }, (answer) => {
      readStream(answer, startedAt, tally).then(
        ({ chunks, done }) => (chunks === workload.chunks && done ? resolve() : fail()),
        fail,
      );
    });
    request.once("error", fail);
    request.end(body);
  });
}

const content = '"content":"';

function readStream(
  answer: IncomingMessage,
  startedAt: number,
  tally: Tally,
): Promise<{ chunks: number; done: boolean }> {
  return new Promise((resolve, reject) => {
    let [chunks, rest] = [0, ""];
    answer.on("data", (bytes: Buffer) => {
      const atUs = nowUs();
      const text = rest + bytes.toString("latin1");
      const end = text.lastIndexOf("\n\n") + 2;
      rest = end === 1 ? text : text.slice(end);
      const whole = text.slice(0, end === 1 ? 0 : end);
      const came = countChunks(whole);
      if (chunks === 0 && came > 0) tally.ttftsMs.push(performance.now() - startedAt);
      chunks += came;
      for (const sentUs of readStamps(whole)) tally.transitsMs.push((atUs - sentUs) / 1000);
      if (whole.endsWith("data: [DONE]\n\n")) rest = "done";
    });
    answer.once("end", () => resolve({ chunks, done: rest === "done" && answer.statusCode === 200 }));
    answer.once("error", reject);
  });
}

/** Chunks that say something: the role's has an empty content. */
function countChunks(text: string): number {
  let count = 0;
  for (let at = text.indexOf(content); at !== -1; at = text.indexOf(content, at + 1)) {
    if (text[at + content.length] !== '"') count += 1;
  }
  return count;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
