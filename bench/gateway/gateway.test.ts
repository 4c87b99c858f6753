import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addressOf, startProgram } from "../live/program.ts";
import { callGateway } from "./caller.ts";
import { startGateways, type Gateway } from "./gateway.ts";
import { measure, type Measured } from "./measure.ts";
import { toSvg } from "./picture.ts";
import { costOf } from "./process-cost.ts";
import { median, summarise, type GatewayResult } from "./summary.ts";
import { tableText } from "./table.ts";
import { readWish, wishOf, workloads, type CallReport, type Workload } from "./workload.ts";

const paced: Workload = { name: "1 stream", ttftMs: 20, gapMs: 5, chunks: 10, callers: 2, streams: 2, spread: true };
const closed: Workload = {
  name: "closed loop",
  ttftMs: 0,
  gapMs: 0,
  chunks: 20,
  callers: 4,
  seconds: 0.2,
  spread: false,
};

const report = (ttftP50Ms: number): CallReport => ({
  streams: 10,
  failed: 0,
  seconds: 2,
  ttftP50Ms,
  ttftP99Ms: ttftP50Ms * 2,
  transitP50Ms: 0.1,
  transitP95Ms: 0.2,
  transitP99Ms: 0.3,
});

const measured = (gateway: string, ttftMs: number, cpuUsPerStream?: number): Measured => ({
  gateway,
  workload: "1 stream",
  report: report(ttftMs),
  cpuUsPerStream,
  rssMb: undefined,
});

describe("what the benchmark of gateways measures with", () => {
  test("what is wished for passes through the words of a user", () => {
    for (const workload of workloads()) {
      const { ttftMs, gapMs, chunks } = workload;
      expect(readWish(JSON.stringify({ messages: [{ content: wishOf(workload) }] }))).toEqual({
        ttftMs,
        gapMs,
        chunks,
      });
    }
  });

  test("what is added is the difference within a repetition, and the median of those", () => {
    const rows = summarise([
      [measured("direct", 10), measured("ours", 11, 100)],
      [measured("ours", 22, 300), measured("direct", 20)],
      [measured("direct", 30), measured("ours", 33, 200)],
    ]);
    expect(rows).toMatchObject([
      { gateway: "direct", streams: 30, streamsPerSecond: 5, ttftP50Ms: 20, addedP50Ms: undefined },
      { gateway: "ours", ttftP50Ms: 22, addedP50Ms: 2, addedP99Ms: 4, addedTransitP95Ms: 0, cpuUsPerStream: 200 },
    ]);
  });

  test("a median of nothing is unknown", () => {
    expect([median([]), median([undefined]), median([3, undefined, 1]), median([2])]).toEqual([
      undefined,
      undefined,
      1,
      2,
    ]);
  });

  test("this process costs something, one that is not there is unknown", () => {
    if (process.platform === "linux") expect(costOf(process.pid)?.rssMb).toBeGreaterThan(10);
    expect(costOf(2 ** 30)).toBeUndefined();
  });

  test("every stream is counted whole through each gateway that needs no install", { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "repartee-bench-test-"));
    await using endpoint = startProgram("bench/gateway/endpoint-process.ts");
    const options = { endpointUrl: await addressOf(endpoint), folder, nodeArgs: [] };
    const started = await startGateways({ ...options, only: ["direct", "repartee", "yardstick"] });
    const gateways = started.filter((one): one is Gateway => "target" in one);
    expect(gateways.map(({ name }) => name)).toEqual(["direct", "repartee", "repartee persona", "node yardstick"]);
    const found: Measured[] = [];
    for (const gateway of gateways) {
      for (const workload of [paced, closed]) found.push(await measure(gateway, workload));
    }
    for (const { report: heard, workload } of found) {
      expect(heard.failed).toBe(0);
      expect(heard.streams).toBeGreaterThan(3);
      if (workload !== "1 stream") continue;
      expect(heard.ttftP50Ms).toBeGreaterThan(18);
      expect(heard.transitP50Ms).toBeGreaterThan(0);
    }
    const base = { machine: "here", node: "26", date: "today", repetitions: 1 };
    const result: GatewayResult = { ...base, rows: summarise([found]), skipped: [{ name: "nginx", skipped: "why" }] };
    expect(tableText(result)).toContain("not measured: nginx: why");
    expect(toSvg(result)).toMatch(/^<svg[^>]+>[^]*<\/svg>\n$/);
    expect(toSvg(result)).not.toMatch(/NaN|undefined/);
    for (const gateway of gateways) await gateway[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test.each<[what: string, answer: (response: ServerResponse) => void]>([
    ["refuses", (response) => response.writeHead(500).end()],
    ["cuts the stream", (response) => response.end('data: {"choices":[{"delta":{"content":"word "}}]}\n\n')],
    ["leaves", (response) => response.destroy()],
  ])("a gateway that %s fails every stream", async (_, answer) => {
    const server = createServer((request, response) => void request.resume().once("end", () => answer(response)));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
    expect(await callGateway({ url, headers: {}, model: "bench" }, paced)).toMatchObject({ streams: 4, failed: 4 });
    server.close();
  });
});
