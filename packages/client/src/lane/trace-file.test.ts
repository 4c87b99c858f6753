import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readTrace } from "./trace-file.ts";
import { talkText } from "./testing/golden.ts";

const rows = talkText.trimEnd().split("\n");

describe("a trace file", () => {
  test("LN20 is read whole, with blank lines and without a last line feed", () => {
    const trace = readTrace(`\n${rows.join("\r\n")}`);
    expect(trace.ok && trace.lines.length).toBe(rows.length);
  });

  test.each([
    ['{"at_ms":', "the line is not valid JSON"],
    ["[", "the line is not valid JSON; a trace is one frame on every line, not an array"],
    ['{"at_ms":-1,"direction":"in","frame":{"event_type":"a"}}', "at_ms"],
    ['{"at_ms":1,"direction":"in","frame":{"event_type":"conversation.user.transcript"}}', "properties"],
    ['{"at_ms":1,"direction":"out","frame":{"event_type":"conversation.replica.delta"}}', "seq"],
  ])("LN20 a line that is none refuses the file and is named: %s", (row, message) => {
    const trace = readTrace([...rows.slice(0, 5), row].join("\n"));
    expect(trace).toMatchObject({
      ok: false,
      problem: { line: 6, message: expect.stringContaining(message) as string },
    });
  });

  test("LN20 frames of another version are passed over, ones that the server refused too", () => {
    const later = '{"at_ms":1,"direction":"out","frame":{"message_type":"conversation","event_type":"later","seq":9}}';
    const refused = '{"at_ms":1,"direction":"in","frame":{"event_type":"conversation.nonsense"}}';
    const trace = readTrace([...rows, later, refused].join("\n"));
    expect(trace.ok && trace.lines.length).toBe(rows.length + 1);
  });

  test("LN20 an empty file says what a trace is", () => {
    expect(readTrace(" \n")).toMatchObject({ ok: false, problem: { line: 0 } });
  });

  test("LN20 cut at any byte it is read up to there, or its last line is named", () => {
    const start = rows.slice(0, 12).join("\n");
    for (let cut = 1; cut < start.length; cut += 1) {
      const text = start.slice(0, cut);
      const trace = readTrace(text);
      if (!trace.ok) expect(trace.problem.line).toBe(text.split("\n").length);
    }
  });

  test("LN20 reading never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readTrace(text)));
    fc.assert(fc.property(fc.json(), (text) => void readTrace(text)));
  });

  test("LN21 the recorder's clock is laid on the conversation's by the frame with the least delay", () => {
    const row = (atMs: number, madeMs: number): string =>
      JSON.stringify({
        at_ms: atMs,
        direction: "out",
        frame: {
          message_type: "conversation",
          event_type: "conversation.user.started_speaking",
          seq: 1,
          turn_idx: 1,
          timestamp: 0,
          properties: { at_ms: madeMs },
        },
      });
    const said =
      '{"at_ms":80,"direction":"in","frame":{"event_type":"conversation.user.transcript","properties":{"text":"so"}}}';
    const trace = readTrace([row(10, 500), said, row(120, 604), row(300, 795)].join("\n"));
    expect(trace).toMatchObject({ ok: true, clock: { offsetMs: 495, frames: 3 } });
    expect(trace.ok && trace.lines[1]?.atMs).toBe(575);
  });
});
