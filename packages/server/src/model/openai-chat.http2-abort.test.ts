import { execFile } from "node:child_process";
import type { Settings } from "node:http2";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Endings } from "./testing/abort-while-sending.ts";
import { oneWord, sayYes, startHttp2Server } from "./testing/http2-server.ts";
import type { AnswerStream, Http2Server } from "./testing/http2-server.ts";

const program = fileURLToPath(new URL("testing/abort-while-sending.ts", import.meta.url));

/** In a process of its own, that is killed should it not come back. */
async function abortWhileSending({ url, certificate }: Http2Server, { bytes, aborts }: Case): Promise<Endings> {
  const args = ["--conditions=repartee", program, url, String(bytes), String(aborts)];
  const env = { ...process.env, UPSTREAM_CERTIFICATE: certificate };
  const options = { env, timeout: 45_000, killSignal: "SIGKILL" } as const;
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  const endings: Endings = JSON.parse(stdout);
  return endings;
}

interface Case {
  /** The size of a request. */
  readonly bytes: number;
  readonly aborts: number;
  readonly answer: AnswerStream;
  readonly settings?: Settings;
}

const readsNothing: AnswerStream = () => undefined;
const answersEarly: AnswerStream = (stream) => {
  stream.respond({ ":status": 200, "content-type": "text/event-stream" });
  stream.write(oneWord);
};
const refusesEarly: AnswerStream = (stream) => {
  stream.respond({ ":status": 413 }, { endStream: true });
};
const goesAway: AnswerStream = (stream, { session }) => {
  stream.resume();
  if (Math.random() < 0.1) session.goaway(Math.random() < 0.5 ? 0 : 2);
};
const drops: AnswerStream = (stream, { session }) => {
  stream.resume();
  if (Math.random() < 0.1) session.destroy();
};

describe("M81 an abort returns, whatever of its request has not left", { timeout: 60_000 }, () => {
  test.each([
    ["reads and answers: 20 kB", { bytes: 20_000, aborts: 1000, answer: sayYes }],
    ["reads and answers: 1 MB", { bytes: 1_000_000, aborts: 1000, answer: sayYes }],
    ["reads nothing", { bytes: 1_000_000, aborts: 300, answer: readsNothing }],
    ["answers before it has read", { bytes: 1_000_000, aborts: 300, answer: answersEarly }],
    ["refuses before it has read", { bytes: 1_000_000, aborts: 300, answer: refusesEarly }],
    ["allows one stream", { bytes: 20_000, aborts: 300, answer: sayYes, settings: { maxConcurrentStreams: 1 } }],
    ["says that it goes away", { bytes: 1_000_000, aborts: 300, answer: goesAway }],
    ["drops its connections", { bytes: 1_000_000, aborts: 300, answer: drops }],
  ] as const satisfies readonly (readonly [string, Case])[])("M81 an upstream that %s", async (_name, one: Case) => {
    const { aborts, answer, settings } = one;
    await using upstream = await startHttp2Server(answer, settings);
    const endings = await abortWhileSending(upstream, one);
    expect(Object.values(endings).reduce((sum, count) => sum + count, 0)).toBe(aborts);
    expect(endings["aborted"]).toBeGreaterThan(aborts / 2);
    // Those that waited for a moment did leave.
    expect(upstream.requests()).toBeGreaterThan(aborts / 20);
  });
});
