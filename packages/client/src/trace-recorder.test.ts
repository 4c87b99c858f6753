import { parseTraceLine } from "@repartee/protocol";
import { describe, expect, test } from "vitest";

import { delta } from "./testing/frames.ts";
import { recordTrace } from "./trace-recorder.ts";

describe("a recording", () => {
  test("W25 is NDJSON of frames, with their direction and the milliseconds since its start", () => {
    let now = 1_000.4;
    const trace = recordTrace({ now: () => now });
    trace.record("in", { event_type: "conversation.interrupt" });
    now += 20.7;
    trace.record("out", delta(1, "Hi"));
    const lines = trace.toNdjson().split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.map((line) => parseTraceLine(line))).toEqual([
      { ok: true, value: { at_ms: 0, direction: "in", frame: { event_type: "conversation.interrupt" } } },
      { ok: true, value: { at_ms: 21, direction: "out", frame: delta(1, "Hi") } },
    ]);
  });

  test("stops at its bound and counts what it left out, so that its beginning is whole", () => {
    const trace = recordTrace({ now: () => 0, maxLines: 2 });
    for (let seq = 1; seq <= 5; seq += 1) trace.record("out", delta(seq, "x"));
    expect(trace.lines).toHaveLength(2);
    expect(trace.left).toBe(3);
  });

  test("is bounded in characters too, and a short frame does not slip in after a long one was left out", () => {
    const trace = recordTrace({ now: () => 0, maxChars: 400 });
    trace.record("out", delta(1, "x".repeat(500)));
    trace.record("out", delta(2, "x"));
    expect(trace.lines).toEqual([]);
    expect(trace.left).toBe(2);
  });
});
