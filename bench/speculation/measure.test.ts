import { describe, expect, test } from "vitest";
import { createPieceCutter, wordsIn, type Piece } from "./clauses.ts";
import { measurePolicy, measureTurn } from "./measure.ts";
import { steady, turnOf } from "./testing/spoken.ts";
import type { Commit, TurnTrace } from "./trace.ts";
import { abortCall, tokensOut, type ModelCall } from "./upstream.ts";

const turn = turnOf(["book", 0, 300], ["a", 300, 400], ["table", 400, 1000]);

function commit(parts: Partial<Commit>): Commit {
  return { at: 1500, told: 3, exact: true, reopened: false, deltas: [], finishedAt: undefined, ...parts };
}

function trace(commits: readonly Commit[], calls: readonly ModelCall[] = []): TurnTrace {
  return { turn, calls, warmCalls: 0, commits, drafts: { adopted: 0, salvaged: 0, discarded: 0 } };
}

function call(tokens: number, abortedAt?: number): ModelCall {
  return {
    startedAt: 0,
    firstTokenAt: 400,
    tokenMs: 20,
    tokens: Array.from({ length: tokens }, () => "x "),
    abortedAt,
  };
}

describe("BS1 the gap is from the end of the last word to the first clause of the reply to the whole turn", () => {
  test("when the clause is complete", () => {
    const deltas = [
      { at: 1900, text: "I can " },
      { at: 1960, text: "do that. " },
      { at: 1980, text: "Now" },
    ];
    expect(measureTurn(trace([commit({ deltas, finishedAt: 1980 })]), steady).gapMs).toBe(960);
  });
  test("a whole reply that is shorter counts, at its end", () => {
    const deltas = [{ at: 1900, text: "Sure." }];
    expect(measureTurn(trace([commit({ deltas, finishedAt: 1920 })]), steady).gapMs).toBe(920);
  });
  test("an opener is none", () => {
    const deltas = [
      { at: 1700, text: "Sure, " },
      { at: 1980, text: "I can do that." },
    ];
    const result = measureTurn(trace([commit({ deltas, finishedAt: 1980 })]), steady);
    expect(result).toMatchObject({ gapMs: 980, opener: true });
  });
  test("a reply to a part of the turn does not count, nor one that was taken back", () => {
    const deltas = [{ at: 800, text: "Which table do you want?" }];
    const late = [{ at: 2500, text: "Which table do you want?" }];
    const commits = [
      commit({ at: 700, told: 2, deltas, finishedAt: 800 }),
      commit({ at: 1200, reopened: true, deltas: late, finishedAt: 2500 }),
      commit({ at: 1500, deltas: late, finishedAt: 2500 }),
    ];
    expect(measureTurn(trace(commits), steady).gapMs).toBe(1500);
    const never = trace(commits.slice(0, 2));
    expect(measureTurn(never, steady).gapMs).toBeUndefined();
    expect(measurePolicy("p", [never], steady).gap_ms.p50).toBe(10_000);
  });
});

describe("BS2 a cut is a commit that was kept while the turn had words to come", () => {
  test("each counts, a turn once; one that was taken back is none", () => {
    const kept = commit({ at: 700, told: 1 });
    const taken = commit({ at: 700, told: 2, reopened: true });
    const traces = [trace([kept, kept, commit({})]), trace([taken, commit({})]), trace([commit({})])];
    expect(measurePolicy("p", traces, steady)).toMatchObject({ early_cutoffs: 1, cuts: 2, turns: 3 });
  });
});

describe("BS3 a call counts once its bytes were sent, and its tokens until the abort", () => {
  test("calls and tokens a turn", () => {
    const traces = [trace([], [call(10), call(10, 450)]), trace([], [])];
    expect(measurePolicy("p", traces, steady)).toMatchObject({ calls_per_turn: 1, output_tokens_per_turn: 6.5 });
  });
  test.each([
    [399, 0],
    [400, 1],
    [419, 1],
    [420, 2],
    [9999, 10],
  ])("aborted at %d, %d tokens were there", (at, tokens) => expect(tokensOut(call(10, at))).toBe(tokens));
  test("what is over is not aborted", () => {
    const over = call(2);
    abortCall(over, 420);
    expect(over.abortedAt).toBeUndefined();
  });
});

describe("BS4 the clause cutter", () => {
  function cut(text: string): readonly Piece[] {
    const cutter = createPieceCutter();
    const pieces = (text.match(/\S+\s*/gu) ?? []).flatMap((token) => cutter.push(token));
    return [...pieces, ...cutter.finish()];
  }
  const clause = (text: string): Piece => ({ kind: "clause", text });
  const opener = (text: string): Piece => ({ kind: "opener", text });
  test.each<readonly [string, readonly Piece[]]>([
    ["Sure, I can do that. When?", [opener("Sure,"), clause("I can do that."), clause("When?")]],
    ["All right, one moment please", [opener("All right,"), clause("one moment please")]],
    ["I am sorry, I cannot", [clause("I am sorry,"), clause("I cannot")]],
    ["Yes. No, we do not", [clause("Yes. No, we do not")]],
    ["Yes, no.", [opener("Yes,"), clause("no.")]],
    ["Okay,", [clause("Okay,")]],
    ["Bye", [clause("Bye")]],
    ["", []],
  ])("%j", (text, pieces) => expect(cut(text)).toEqual(pieces));
  test("twelve words at most, however they come", () => {
    const words = Array.from({ length: 14 }, (_, index) => `w${index}`).join(" ");
    expect(cut(words).map((piece) => wordsIn(piece.text))).toEqual([12, 2]);
    const whole = createPieceCutter();
    expect([...whole.push("Sure, I can do that. When?"), ...whole.finish()]).toEqual(cut("Sure, I can do that. When?"));
  });
});

describe("BS5 an underrun is silence behind the first clause", () => {
  test("a clause of three words is played for 180 ms; what comes 400 ms after its beginning leaves 220 silent", () => {
    const deltas = [
      { at: 2000, text: "One two three. " },
      { at: 2400, text: "Four five six." },
    ];
    expect(measureTurn(trace([commit({ deltas, finishedAt: 2400 })]), steady).underrunMs).toBe(220);
  });
  test("what comes while it is played leaves none, and a hole behind an opener is in the gap", () => {
    const deltas = [
      { at: 1600, text: "Sure, " },
      { at: 2000, text: "one two three. " },
      { at: 2180, text: "Four five six." },
    ];
    expect(measureTurn(trace([commit({ deltas, finishedAt: 2180 })]), steady)).toMatchObject({
      gapMs: 1000,
      underrunMs: 0,
    });
  });
});

test("BS6 ranks are the nearest", () => {
  const traces = [100, 200, 300, 400].map((late) =>
    trace([commit({ deltas: [{ at: 1000 + late, text: "I can do that." }], finishedAt: 1000 + late })]),
  );
  expect(measurePolicy("p", traces, steady).gap_ms).toEqual({ p50: 200, p90: 400, p95: 400 });
});

test("BS7 a reply to words that were corrected afterwards is told apart", () => {
  const deltas = [{ at: 1100, text: "I can do that." }];
  const misheard = (exact: boolean): boolean =>
    measureTurn(trace([commit({ exact, deltas, finishedAt: 1100 })]), steady).misheard;
  expect([misheard(true), misheard(false)]).toEqual([false, true]);
});
