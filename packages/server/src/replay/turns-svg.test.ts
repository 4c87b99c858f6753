import { describe, expect, test } from "vitest";
import { reportCall } from "./report.ts";
import { inLine, outLine, playedTrace, readLines, traceText } from "./testing/played-trace.ts";
import { drawnTurns, toTurnsSvg } from "./turns-svg.ts";

const said = "is <it> “A & B”?";
const commit = { turn_idx: 1, inference_id: "i1", reason: "silence", transcript: said, grace_ms: 0, at_ms: 900 };
const text = traceText(
  inLine(100, "user.transcript", { text: said }),
  outLine(900, "conversation.turn.committed", commit),
);

function drawn() {
  const { script, played } = playedTrace(readLines(text));
  return drawnTurns(reportCall(script, played), text);
}

describe("Y20 the picture of a replay", () => {
  test("names each turn, with what went wrong, above its lane", () => {
    expect(drawn()).toMatchObject([
      { heading: "call call · turn 1 of 1 · at 0:00.1 · no words", fault: "unfinished", said, lane: { turnIdx: 1 } },
    ]);
  });

  test("escapes the words of the conversation, and counts what it leaves out", () => {
    const svg = toTurnsSvg(drawn(), { title: "<calls>", summary: ["a & b"], left: 1 });
    expect(svg).toContain("“is &lt;it&gt; “A &amp; B”?”");
    expect(svg).toContain("&lt;calls&gt;");
    expect(svg).toContain("and 1 more turn, which the table tells of");
    expect(svg.replaceAll(/&(?:amp|lt|gt|quot);/g, "")).not.toContain("&");
    expect(svg).not.toMatch(/<(?:it|calls)>/);
  });

  test("of a call without a frame there is nothing to draw", () => {
    expect(drawnTurns({ id: "c", user: "u", turns: [], problems: [] }, "")).toEqual([]);
    expect(toTurnsSvg([], { title: "t", summary: [], left: 0 })).toMatch(/^<svg [^]*<\/svg>\n$/);
  });
});
