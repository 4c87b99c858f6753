import { describe, expect, test } from "vitest";
import { measureTurn } from "./measure.ts";
import { simulateOracle } from "./oracle.ts";
import { players } from "./policies.ts";
import type { TurnScript } from "./script.ts";
import { steady, turnOf, upstreamSaying } from "./testing/spoken.ts";
import type { TurnTrace } from "./trace.ts";

// A reply of five tokens: opener 400 ms after the request, its first clause 480 ms after it.
const upstream = upstreamSaying("Sure, I can do that.");

function play(name: string, turn: TurnScript): TurnTrace {
  const [trace] = players[name]?.({ id: "call", user: "caller", turns: [turn] }, { params: steady, upstream }) ?? [];
  if (trace === undefined) throw new Error(`no policy ${name}`);
  return trace;
}

/** Gap, cuts, calls and tokens. */
function numbers(name: string, turn: TurnScript): readonly unknown[] {
  const trace = play(name, turn);
  const { gapMs, cuts, outputTokens } = measureTurn(trace, steady);
  return [gapMs, cuts, trace.calls.length, outputTokens];
}

describe("BS10 one turn without a pause: the arithmetic of the parameters", () => {
  const turn = turnOf(["book", 0, 300], ["it", 300, 500]);
  test.each([
    ["none", 100 + 700 + 480],
    ["fixed-500", 500 + 480],
    ["final", 200 + 480],
    ["livekit", 200 + 480],
    ["eager-event", 200 + 480],
    ["oracle", 100 + 480],
    ["plain", 100 + 700],
  ])("%s answers after %d ms with one call", (name, gap) => expect(numbers(name, turn)).toEqual([gap, 0, 1, 5]));
});

describe("BS11 a pause of 600 ms", () => {
  const turn = turnOf(["my", 0, 200], ["card", 800, 1000]);
  // The first reply is asked for at 700, speaks from 1100 on, and is cut off by the partial of 1100.
  test("a wait of 500 ms cuts it: another call, and the token that had come", () => {
    expect(numbers("fixed-500", turn)).toEqual([980, 1, 2, 6]);
  });
  // On the final at 400 a draft: at 880 it is whole, at 700 it is adopted; then the same for the rest.
  test("so does LiveKit, with a draft for each part", () => {
    expect(numbers("livekit", turn)).toEqual([680, 1, 2, 10]);
    expect(play("livekit", turn).drafts).toEqual({ adopted: 2, salvaged: 0, discarded: 0 });
  });
  test("a wait of 700 ms does not; the plain policies' draft of the pause is thrown away", () => {
    expect(numbers("none", turn)).toEqual([1280, 0, 1, 5]);
    expect(play("plain", turn).drafts).toEqual({ adopted: 1, salvaged: 0, discarded: 1 });
  });
});

describe("BS12 a pause of 400 ms", () => {
  const turn = turnOf(["my", 0, 200], ["card", 600, 800]);
  // Final at 400: a draft whose tokens come from 800 on; the final of 1000 aborts it, when it is whole.
  test("LiveKit's draft ends at the next final, not at the next word", () => {
    expect(numbers("livekit", turn)).toEqual([680, 0, 2, 10]);
    expect(play("livekit", turn).drafts).toEqual({ adopted: 1, salvaged: 0, discarded: 1 });
  });
  test("Deepgram's is aborted when the turn resumes", () => {
    // The partial of 900 comes when tokens are there for 800, 820, …, 880: all five.
    expect(numbers("eager-event", turn)).toEqual([680, 0, 2, 10]);
    const sooner = turnOf(["my", 0, 200], ["card", 500, 600]);
    // The partial of 700 comes 300 ms after the request.
    expect(numbers("eager-event", sooner)).toEqual([680, 0, 2, 5]);
  });
});

test("BS13 LiveKit starts three drafts a turn, and none for the fourth final", () => {
  const words = [0, 1, 2, 3].map((index) => [`w${index}`, index * 600, index * 600 + 200] as const);
  const trace = play("livekit", turnOf(...words));
  // Three drafts and, at the commit, one reply from nothing: 500 + 480.
  expect(trace.drafts).toEqual({ adopted: 0, salvaged: 0, discarded: 3 });
  expect(measureTurn(trace, steady).gapMs).toBe(980);
  expect(trace.calls).toHaveLength(4);
});

test("BS14 a last word that the final corrects costs LiveKit nothing, and the oracle its draft", () => {
  const turn = turnOf(["my", 0, 200], ["car", 200, 400, "card"]);
  expect(numbers("livekit", turn)).toEqual([680, 0, 1, 5]);
  expect(simulateOracle(turn, upstream).drafts).toEqual({ adopted: 0, salvaged: 0, discarded: 1 });
  expect(numbers("oracle", turn)).toEqual([680, 0, 2, 5]);
});
