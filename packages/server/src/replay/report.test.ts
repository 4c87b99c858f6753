import { describe, expect, test } from "vitest";
import { scriptSpokenCall } from "./call-script.ts";
import type { PlayedCall } from "./play.ts";
import { reportCall, type CallReport } from "./report.ts";
import { callText, summaryText } from "./report-text.ts";
import { selectCalls } from "./spoken-turns.ts";
import { summarize } from "./summary.ts";
import { recordedCall, segmentOf } from "./testing/recorded.ts";
import { frameOf, numbersOf } from "./testing/scripted-channel.ts";
import { createWatch, type Watch } from "./watch.ts";

/** Words of 200 ms, 100 ms between them; the play begins with the first of them. */
const [spoken] = selectCalls([
  recordedCall([
    segmentOf("caller", 10_000, "my name is ann"),
    segmentOf("caller", 14_000, "i lost my card"),
    segmentOf("agent", 17_000, "oh"),
    segmentOf("caller", 20_000, "yes"),
    segmentOf("agent", 20_300, "hm"),
    segmentOf("caller", 20_600, "my card"),
  ]),
]);
const call = scriptSpokenCall(spoken!, "server");

function played(watch: Watch): PlayedCall {
  return {
    observation: watch.observation,
    toPlayMs: (ms) => ms - 10_000,
    firstPartialAt: [300, 10_300, 10_900],
    problem: undefined,
  };
}

interface Answer {
  readonly turn: readonly [number, string];
  readonly heard: string;
  readonly at: number;
  readonly words?: string;
  readonly gapMs?: number;
}

/** A turn that is committed, answered 200 ms later, and over 100 ms after that. */
function answer(watch: Watch, { turn, heard, at, words, gapMs = 900 }: Answer): void {
  const [turn_idx, inference_id] = turn;
  const head = { turn_idx, inference_id, reason: "silence" };
  watch.see(frameOf("conversation.turn.committed", { ...head, transcript: heard, grace_ms: 0 }, turn), at);
  if (words !== undefined) {
    watch.see(frameOf("conversation.replica.delta", { text: words, index: 0 }, turn), at + 150);
    watch.see(frameOf("conversation.replica.clause", { text: words, index: 0 }, turn), at + 200);
  }
  const drafts = { started: 2, adopted: 1, salvaged: 0, revoked: 1, discarded: 0 };
  const tokens = { in: 20, cached: 10, out: 5, wasted: 2 };
  const outcome = words === undefined ? ("silent" as const) : ("completed" as const);
  const gap = words === undefined ? null : gapMs;
  const numbers = numbersOf({
    turn_idx,
    outcome,
    end_of_turn_reason: "silence",
    gap_ms: gap,
    drafts,
    tokens,
    calls: 3,
  });
  watch.see(frameOf("conversation.turn.completed", numbers, turn), at + 300);
}

function eventfulCall(): CallReport {
  const watch = createWatch();
  const draft = { inference_id: "d1", reason: "pause", transcript: "my name is", at_ms: 0 };
  watch.see(frameOf("conversation.draft.started", draft, [1, "d1"]), 900);
  watch.see(
    frameOf("conversation.draft.revoked", { inference_id: "d1", reason: "contradicted", tokens: 7 }, [1, "d1"]),
    1200,
  );
  answer(watch, { turn: [1, "r1"], heard: "my name is ann", at: 1900, words: "hello ann" });
  answer(watch, { turn: [2, "r2"], heard: "i lost my card", at: 5900, words: "oh dear", gapMs: 800 });
  watch.see(
    frameOf("conversation.draft.started", { ...draft, inference_id: "r3", transcript: "yes my card" }, [3, "r3"]),
    11_300,
  );
  watch.see(
    frameOf("conversation.draft.adopted", { inference_id: "r3", rung: "equal", head_start_ms: 600 }, [3, "r3"]),
    11_900,
  );
  answer(watch, { turn: [3, "r3"], heard: "yes my card", at: 11_900 });
  watch.see(frameOf("conversation.error", { code: "model_failed", message: "the model is gone" }, [3, "r3"]), 11_950);
  return reportCall(call, played(watch));
}

describe("the report of a call", () => {
  test("Y16 Y18 reads as the call went: what was said, each draft's fate, what was cut, and the gaps", () => {
    expect(callText(eventfulCall())).toMatchInlineSnapshot(`
      "call c1, 3 turns of the caller
        1 0:10.0 said       “my name is ann i lost my card”
                 draft 1    −4200 ms, pause: revoked (contradicted, 7 tokens wasted) on “my name is”
                 CUT at     “my name is ann”
                 answered   “hello ann”
                            gap 1000 ms (server 900 ms), ended by silence
                 heard      “i lost my card”
                 answered   “oh dear”
                            gap 1000 ms (server 800 ms), ended by silence
        2 0:20.0 said       “yes”
                 answered   together with the next turn
        3 0:20.6 said       “my card”
                 draft 1    +200 ms, pause: adopted (head start 600 ms) on “yes my card”
                 heard      “yes my card”
                 answered   nothing
                            no words, ended by silence, silent
                 !          model_failed: the model is gone
      "
    `);
  });

  test("Y17 Y19 its numbers are those of the turns; a gap is that of an answer to the end of a turn", () => {
    const summary = summarize([eventfulCall()]);
    expect(summary).toMatchObject({
      calls: 1,
      turns: 3,
      answered: 1,
      cut: 1,
      joined: 1,
      lost: 0,
      gapMs: { count: 1, p50: 1000, p95: 1000 },
      serverGapMs: { count: 1, p50: 800, p95: 800 },
      drafts: { started: 6, adopted: 3, revoked: 3 },
      tokens: { in: 60, cached: 30, out: 15, wasted: 6 },
      modelCalls: 9,
    });
    expect(summaryText(summary)).toMatchInlineSnapshot(`
      "calls    1
      turns    3: 1 answered, 0 failed, 1 together with the next, 0 lost, 1 cut, 0 reopened
      gap      p50 1000 ms, p95 1000 ms, of 1   last word to first clause, here
               p50 800 ms, p95 800 ms, of 1   arrival of the last word to first words, by the server
      drafts   6 started (2.00 a turn): 3 adopted, 0 salvaged, 3 revoked, 0 discarded
      model    9 calls (3.00 a turn)
      tokens   60 in (30 cached), 15 out, 6 wasted
      "
    `);
  });

  test("Y17 a commit that was taken back cuts nothing; one that settled does", () => {
    const watch = createWatch();
    const head = { turn_idx: 1, inference_id: "r1", reason: "silence" };
    const commit = { ...head, transcript: "my name is ann", grace_ms: 300 };
    watch.see(frameOf("conversation.turn.committed", commit, [1, "r1"]), 1900);
    const unsettled = reportCall(call, played(watch)).turns[0];
    expect(unsettled?.replies).toMatchObject([{ cut: true, reopened: 0 }]);
    watch.see(frameOf("conversation.turn.reopened", { ...head, reason: "resumed" }, [1, "r1"]), 2100);
    expect(reportCall(call, played(watch)).turns[0]?.replies).toEqual([]);
    answer(watch, { turn: [1, "r2"], heard: "my name is ann i lost my card", at: 5900, words: "oh dear" });
    const report = reportCall(call, played(watch));
    expect(report.turns[0]?.replies).toMatchObject([{ cut: false, reopened: 1, answer: "oh dear" }]);
    expect(summarize([report])).toMatchObject({ cut: 0, reopened: 1 });
  });

  test("a call without an answer is told as such", () => {
    const report = reportCall(call, { ...played(createWatch()), problem: "the conversation ended" });
    expect(report.turns.map((turn) => [turn.replies, turn.drafts, turn.ending])).toEqual([
      [[], [], "lost"],
      [[], [], "lost"],
      [[], [], "lost"],
    ]);
    expect(callText(report)).toContain("the conversation ended");
    expect(summaryText(summarize([report]))).toContain("no answer to measure");
  });
});
