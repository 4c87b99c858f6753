import { describe, expect, test } from "vitest";
import { measureIdle, measureLoad } from "./measure.ts";
import { toSvg } from "./picture.ts";
import { quantile } from "./sample.ts";
import { startServer } from "./server.ts";
import { createStampedReplies, nowUs, readStamps } from "./stamp.ts";
import { tableText, type LiveResult } from "./table.ts";

describe("what the benchmark of the live channel measures with", () => {
  test("a token says when it was taken, not when its reply was made", () => {
    const tokens = createStampedReplies(20).tokensFor("");
    const before = nowUs();
    const stamps = readStamps([tokens[0], tokens[11]].join(""));
    expect(tokens).toHaveLength(20);
    expect(tokens[11]).toMatch(/\. $/);
    expect(stamps).toHaveLength(2);
    for (const stamp of stamps) {
      expect(stamp).toBeGreaterThanOrEqual(before);
      expect(stamp).toBeLessThanOrEqual(nowUs());
    }
  });

  test("a text cut at any place gives whole stamps or none", () => {
    const text = "@abc @def. ";
    const whole = readStamps(text);
    expect(whole).toEqual([13368, 17367]);
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(whole.slice(0, readStamps(text.slice(0, cut)).length)).toEqual(readStamps(text.slice(0, cut)));
    }
  });

  test("a quantile is the nearest rank", () => {
    expect([quantile([], 0.5), quantile([3, 1, 2], 0.5), quantile([1, 2, 3], 1)]).toEqual([0, 2, 3]);
  });

  test("a short run measures every token that was sent, and pictures it", { timeout: 60_000 }, async () => {
    await using server = await startServer();
    const row = await measureLoad(server, { conversations: 3, seconds: 1, warmMs: 200 });
    for (const report of [row.direct, row.through]) {
      // 3 streams of 30 tokens a second, for a second; a busy machine may be late with some.
      expect(report.tokens).toBeGreaterThan(45);
      expect(report.tokens).toBeLessThan(110);
      expect(report.p50Ms).toBeGreaterThan(0);
      // Stamped when it left: far below the second that the stream takes.
      expect(report.p50Ms).toBeLessThan(500);
      expect(report.maxMs).toBeLessThan(5000);
    }
    expect(row.server.cpuUsPerToken).toBeGreaterThan(0);
    const idle = await measureIdle(server, 5);
    const head = { machine: "here", node: "26", date: "today", seconds: 1, runs: 1 };
    const result: LiveResult = { ...head, rows: [row, { ...row, conversations: 6 }], idle };
    expect(tableText(result).split("\n")).toHaveLength(5);
    expect(toSvg(result)).toMatch(/^<svg[^>]+>[^]*<\/svg>\n$/);
    expect(toSvg(result)).not.toMatch(/NaN|undefined/);
  });
});
