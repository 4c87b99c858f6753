import { createOpenAiChat } from "../../packages/server/src/model/openai-chat.ts";
import type { Clock } from "../../packages/server/src/ports/clock.ts";
import type { ModelClient, ModelPart, ModelRequest } from "../../packages/server/src/ports/model-client.ts";
import { quantile } from "../live/sample.ts";
import { nowUs } from "../live/stamp.ts";
import { startUpstream } from "./upstream.ts";
import type { BenchUpstream, UpstreamOptions } from "./upstream.ts";

export type Protocol = "HTTP/1.1" | "HTTP/1.1, TLS" | "HTTP/2, TLS";
/** Where in its life a generation is aborted. */
export type Moment = "before headers" | "before a token" | "mid-stream";

export const moments: readonly Moment[] = ["before headers", "before a token", "mid-stream"];

export interface Times {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const secure = { "HTTP/1.1": undefined, "HTTP/1.1, TLS": "http/1.1", "HTTP/2, TLS": "h2" } as const;
/** What an upstream does so that a generation can be aborted there. */
export const abortFaults = {
  "before headers": "silent",
  "before a token": "headers-only",
  "mid-stream": undefined,
} as const;

const clock: Clock = {
  now: () => performance.now(),
  wall: () => new Date(),
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

export interface RestartOptions {
  readonly protocol: Protocol;
  readonly oneWayMs: number;
  /** Without them every draft that follows an abort makes a connection of its own. */
  readonly spares: boolean;
  readonly count: number;
  /** How long a draft runs before the next replaces it. */
  readonly draftMs: number;
}

/** From the start of a draft, in the moment in which the draft before it is aborted, to the upstream's having its request. */
export async function measureRestarts(options: RestartOptions): Promise<Times> {
  const conversations = 10;
  await using upstream = await startUpstream({ secure: secure[options.protocol], oneWayMs: options.oneWayMs });
  const each = Math.ceil(options.count / conversations);
  const runs = Array.from({ length: conversations }, (_, index) =>
    replaceDrafts(upstream, { ...options, index, each }),
  );
  return toTimes((await Promise.all(runs)).flat().slice(0, options.count));
}

interface Run extends RestartOptions {
  readonly index: number;
  readonly each: number;
}

/** One conversation with a client of its own, so that none takes another's connection. */
async function replaceDrafts(
  upstream: BenchUpstream,
  { spares, index, each, draftMs }: Run,
): Promise<readonly number[]> {
  await using client = openClient(upstream, spares ? 4 : 0);
  const request = requestOf(upstream, `c-${index}`);
  // Not all at once.
  await pause(index * (draftMs / 10));
  const times: number[] = [];
  let draft = startDraft(client, request);
  await draft.word;
  for (let count = 0; count < each; count += 1) {
    await pause(draftMs);
    const arrived = upstream.request(request.conversationId);
    draft.abort.abort();
    const startedUs = nowUs();
    draft = startDraft(client, request);
    times.push((await arrived) - startedUs);
    await draft.word;
  }
  draft.abort.abort();
  return times;
}

export interface AbortOptions {
  readonly protocol: Protocol;
  readonly moment: Moment;
  readonly count: number;
}

/** From an abort to the upstream's seeing that nobody listens any more. */
export async function measureAborts({ protocol, moment, count }: AbortOptions): Promise<Times> {
  const options: UpstreamOptions = { secure: secure[protocol], oneWayMs: 0, fault: abortFaults[moment] };
  await using upstream = await startUpstream(options);
  await using client = openClient(upstream, 4);
  const request = requestOf(upstream, "c-abort");
  const times: number[] = [];
  // What is compiled and loaded at first use is not what is measured.
  for (let run = -50; run < count; run += 1) {
    const arrived = upstream.request(request.conversationId);
    const draft = startDraft(client, request);
    await arrived;
    if (moment === "mid-stream") await draft.word;
    // Headers, where there are any, come within this time; and aborts fall anywhere between two tokens.
    await pause(2 + Math.random() * 8);
    const aborted = upstream.aborted();
    const abortedUs = nowUs();
    draft.abort.abort();
    const tookUs = (await aborted) - abortedUs;
    if (run >= 0) times.push(tookUs);
  }
  return toTimes(times);
}

interface RunningDraft {
  readonly abort: AbortController;
  /** Resolves with its first part. */
  readonly word: Promise<ModelPart | undefined>;
}

function startDraft(client: ModelClient, request: ModelRequest): RunningDraft {
  const abort = new AbortController();
  const parts = client.stream(request, abort.signal)[Symbol.asyncIterator]();
  const word = parts.next().then(
    (result) => {
      // Read on, as a session does, until it is aborted.
      const readOn = async (): Promise<void> => {
        while ((await parts.next()).done !== true);
      };
      readOn().catch(() => undefined);
      return result.done === true ? undefined : result.value;
    },
    () => undefined,
  );
  return { abort, word };
}

function openClient(upstream: BenchUpstream, spares: number): ReturnType<typeof createOpenAiChat> {
  const { certificate } = upstream;
  return createOpenAiChat({
    clock,
    allowPrivateAddresses: true,
    spares,
    ...(certificate === undefined ? {} : { authorities: certificate }),
  });
}

function requestOf({ url }: BenchUpstream, conversationId: string): ModelRequest {
  const timeouts = { connectMs: 10_000, firstPartMs: 30_000, betweenPartsMs: 30_000 };
  return {
    upstream: { name: "bench", kind: "openai", model: "bench", baseUrl: url, timeouts },
    messages: [{ role: "user", content: "Hello there" }],
    tools: [],
    conversationId,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

export function toTimes(timesUs: readonly number[]): Times {
  const at = (share: number): number => quantile(timesUs, share) / 1000;
  return { count: timesUs.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}
