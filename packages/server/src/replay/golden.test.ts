import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { reportCall } from "./report.ts";
import { callTable } from "./report-table.ts";
import { callText, summaryText } from "./report-text.ts";
import { summarize } from "./summary.ts";
import { playedTrace, readLines, viewOf } from "./testing/played-trace.ts";
import { drawnTurns, toTurnsSvg } from "./turns-svg.ts";

// golden/call.ndjson is a real trace: repartee replay --record on the first call of bench/data/harper-valley.jsonl. What
// follows from it is kept beside it. After a change that is meant: REPARTEE_WRITE_GOLDEN=1 vitest run
// packages/server/src/replay/golden.test.ts, and look at every file that changed, at the picture light and dark.

const rewrites = process.env["REPARTEE_WRITE_GOLDEN"] === "1";
const pathOf = (name: string): string => fileURLToPath(new URL(`golden/${name}`, import.meta.url));
const text = readFileSync(pathOf("call.ndjson"), "utf8");

function golden(name: string, found: string): string {
  if (rewrites) writeFileSync(pathOf(name), found);
  return readFileSync(pathOf(name), "utf8");
}

function report() {
  const { script, played } = playedTrace(readLines(text));
  return reportCall(script, played);
}

describe("Y14 what a trace says does not change unless somebody looked at it", () => {
  test("folded by the client it is the view that is kept", () => {
    const found = viewOf(readLines(text));
    const kept: unknown = JSON.parse(golden("call.view.json", `${JSON.stringify(found, undefined, 1)}\n`));
    expect(JSON.parse(JSON.stringify(found))).toEqual(kept);
    expect(found.turns.length).toBeGreaterThan(5);
  });

  test("its picture is the picture that is kept", () => {
    const one = report();
    const options = { title: "Replay of call.ndjson", summary: ["its first five turns"], left: 2 };
    const found = toTurnsSvg(drawnTurns(one, text).slice(0, 5), options);
    expect(found).toBe(golden("call.svg", found));
    expect(found).toContain("CUT: more was to come");
    expect(found).toContain("and 2 more turns");
  });

  test("its report is the report that is kept: as a table, in detail, in sum", () => {
    const one = report();
    const found = [callTable(one), callText(one), summaryText(summarize([one]))].join("\n");
    expect(found).toBe(golden("call.txt", found));
  });
});
