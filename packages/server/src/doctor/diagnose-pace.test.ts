import { describe, expect, test } from "vitest";
import {
  capabilitiesOf,
  diagnoseLongContext,
  diagnoseSystemMessages,
  diagnoseTools,
  remembersPrefix,
} from "./diagnose-abilities.ts";
import { diagnoseAbort, diagnoseKeepAlive, diagnoseOverlap, diagnoseSpeed } from "./diagnose-pace.ts";
import type { Reply } from "./reply.ts";
import { readPieces } from "./testing/read.ts";
import { called, delta, done, spoken } from "./testing/scripted-wire.ts";

function pieces(of: { readonly pieces?: readonly unknown[] }): readonly string[] {
  return (of.pieces ?? []).filter((piece) => typeof piece === "string");
}

/** A whole reply whose words came between two moments. */
function between(firstMs: number, lastMs: number, over: Partial<Reply> = {}): Reply {
  return { ...readPieces(pieces(spoken("a b c d e f g h"))), firstMs, lastMs, endMs: lastMs, ...over };
}

const failing = readPieces(['{"error":{"message":"out of memory"}}'], { status: 500 });
const crowded = readPieces(['{"error":{"message":"slow down"}}'], { status: 429 });

describe("Speed", () => {
  test("DR16 is told as p50, min, max and tokens a second", () => {
    expect(diagnoseSpeed([between(300, 650), between(100, 450), between(200, 550), between(120, 470)], 10_000)).toEqual(
      {
        step: "speed",
        state: "ok",
        measured: "first words of 4 requests: p50 120 ms, min 100 ms, max 300 ms; 9 tokens/s",
      },
    );
  });

  test("DR16 one that fails now and then is a failure", () => {
    expect(diagnoseSpeed([between(100, 900), failing], 10_000)).toMatchObject({
      state: "failed",
      why: "1 of 2 requests failed: “out of memory”",
    });
    expect(diagnoseSpeed([failing], 10_000)).toMatchObject({ state: "failed", why: "“out of memory”" });
  });

  test("DR16 late first words and slow ones are warnings", () => {
    expect(diagnoseSpeed([between(2000, 2300)], 10_000)).toMatchObject({
      state: "warning",
      why: "a reply that begins after 1500 ms is heard as a pause",
    });
    expect(diagnoseSpeed([between(12_000, 12_300)], 10_000)).toMatchObject({
      why: expect.stringContaining("after 10.0 s a turn fails") as string,
    });
    expect(diagnoseSpeed([between(100, 3100)], 10_000)).toMatchObject({
      state: "warning",
      why: "speech needs about 8 tokens a second: a slower reply stutters",
    });
  });

  test("DR19 a connection that is not kept open is a warning", () => {
    expect(diagnoseKeepAlive([between(1, 2, { reused: true }), between(1, 2)])).toMatchObject({ state: "ok" });
    expect(diagnoseKeepAlive([between(1, 2, { closes: true })])).toMatchObject({
      state: "warning",
      why: "the server closes the connection behind each answer",
    });
  });
});

describe("Overlapping requests", () => {
  const alone = between(100, 400);

  test("DR17 that are served one after the other are a warning", () => {
    expect(diagnoseOverlap([between(100, 400), between(500, 800), between(900, 1200)], alone)).toMatchObject({
      state: "warning",
      why: expect.stringContaining("one request after the other") as string,
    });
    expect(diagnoseOverlap([between(100, 400), between(110, 420), between(130, 500)], alone)).toMatchObject({
      state: "ok",
    });
  });

  test("DR17 nobody can tell where replies are shorter than that", () => {
    expect(diagnoseOverlap([between(1, 2), between(4, 5), between(7, 8)], between(1, 2))).toMatchObject({
      state: "ok",
    });
  });

  test("DR17 that are refused are a warning, with what to raise", () => {
    expect(diagnoseOverlap([between(100, 400), crowded], alone)).toMatchObject({
      state: "warning",
      measured: "2 at once, 1 failed",
      change: expect.stringContaining("raise the limit") as string,
    });
  });
});

describe("An abort", () => {
  const left = between(100, 100, { end: { type: "stopped" } });

  test("DR18 is survived by the next reply at its usual pace", () => {
    expect(diagnoseAbort({ left, next: between(110, 400), usualMs: 100 })).toMatchObject({ state: "ok" });
    expect(diagnoseAbort({ left, next: between(4000, 4400), usualMs: 100 })).toMatchObject({
      state: "warning",
      why: expect.stringContaining("it seems to go on") as string,
    });
    expect(diagnoseAbort({ left, next: failing, usualMs: 100 })).toMatchObject({ state: "failed" });
  });

  test("DR18 needs a reply that can be left", () => {
    expect(diagnoseAbort({ left: between(1, 2), next: between(1, 2), usualMs: 1 })).toMatchObject({ state: "skipped" });
  });
});

describe("Abilities", () => {
  const good = readPieces(pieces(called("get_weather", '{"city":"Bern"}')));
  const said = between(100, 400);

  test("DR19 a tool's call and its result", () => {
    expect(diagnoseTools({ call: good, result: said })).toMatchObject({ state: "ok" });
    expect(diagnoseTools({ call: said })).toMatchObject({
      state: "warning",
      why: "it was asked to use a tool and answered in words",
    });
    expect(diagnoseTools({ call: failing })).toMatchObject({
      state: "warning",
      why: "a request with tools failed: “out of memory”",
    });
    expect(diagnoseTools({ call: good, result: failing })).toMatchObject({
      state: "warning",
      why: "the tool's result was not taken: “out of memory”",
    });
  });

  test.each([
    ["get_weather", '{"city":', "the arguments are no JSON"],
    ["get_weather", '{"town":"Bern"}', "the arguments miss the city that the schema asks for"],
    ["weather", '{"city":"Bern"}', 'it called "weather", which it was not given'],
  ])("DR19 a call that does not fit: %s(%s)", (name, text, why) => {
    expect(diagnoseTools({ call: readPieces(pieces(called(name, text))), result: said })).toMatchObject({
      state: "warning",
      why,
    });
  });

  test("DR20 that no position is taken is a failure", () => {
    const tries = (["anywhere", "first", "user"] as const).map((position) => ({ position, reply: failing }));
    expect(diagnoseSystemMessages(tries)).toMatchObject({ state: "failed" });
  });

  test("DR21 a long context that is refused, slow, or cut in silence is a warning", () => {
    const usage = (tokens: number): Partial<Reply> => ({ usage: { in: tokens, out: 4, cached: 0 } });
    expect(diagnoseLongContext({ tokens: 8000, first: failing })).toMatchObject({
      state: "warning",
      measured: "about 8000 tokens",
    });
    expect(diagnoseLongContext({ tokens: 8000, first: between(9000, 9100, usage(8100)) })).toMatchObject({
      state: "warning",
      measured: "8100 tokens, first words after 9000 ms",
    });
    expect(diagnoseLongContext({ tokens: 8000, first: between(100, 200, usage(2048)) })).toMatchObject({
      state: "warning",
      why: "8000 tokens were sent and 2048 were read: it cuts silently",
    });
    expect(diagnoseLongContext({ tokens: 8000, first: between(100, 200, usage(8100)) })).toMatchObject({ state: "ok" });
  });

  test("DR21 the same beginning twice shows a prefix cache, by its count or its haste", () => {
    const first = between(900, 1000);
    expect(remembersPrefix({ tokens: 8000, first, again: between(100, 200) })).toBe(true);
    expect(remembersPrefix({ tokens: 8000, first, again: between(880, 900) })).toBe(false);
    const counted = between(880, 900, { usage: { in: 8000, out: 4, cached: 7900 } });
    expect(remembersPrefix({ tokens: 8000, first, again: counted })).toBe(true);
    expect(remembersPrefix({ tokens: 8000, first: between(50, 90), again: between(10, 20) })).toBeUndefined();
  });

  test("DR22 what was not tried, or shows nothing, is no capability", () => {
    expect(capabilitiesOf({ usageAsked: true })).toEqual({ usage: "ask" });
    expect(capabilitiesOf({ usageAsked: true, tools: { call: said } })).toEqual({ usage: "ask" });
    const refused = readPieces(['{"error":"no tools"}'], { status: 400 });
    expect(capabilitiesOf({ usageAsked: false, tools: { call: refused } })).toEqual({ usage: "never", tools: false });
    const hello = readPieces([delta({ content: "Hello" }), done]);
    expect(capabilitiesOf({ usageAsked: true, continuation: [{ form: true, reply: hello }], vision: hello })).toEqual({
      usage: "ask",
      prefixContinuation: false,
      vision: false,
    });
  });
});
