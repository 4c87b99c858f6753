import { describe, expect, test } from "vitest";

import { frameOf } from "../testing/frames.ts";
import { createScene, turnIdx } from "./testing/scene.ts";
import { scenes } from "./testing/scenes.ts";
import { describeSum } from "./wait-rows.ts";
import { toLane } from "./turn-lane.ts";
import type { TurnLane } from "./turn-lane.ts";

function laneOf(name: string): TurnLane {
  return toLane(scenes[name]!().record());
}

function partsOf(lane: TurnLane): readonly string[] {
  return lane.drafts.map((draft) =>
    draft.parts.map(({ kind, fromMs, toMs }) => `${kind} ${fromMs}-${toMs}`).join(", "),
  );
}

describe("the wait", () => {
  test("LN4 without a draft the model begins when the turn is over", () => {
    expect(describeSum(laneOf("no-drafts"))).toBe("decide 700 + model 410 = 1110\u202fms");
  });

  test("LN4 an adopted draft that was ready costs nothing, and that is said", () => {
    expect(describeSum(laneOf("one-adopted"))).toBe("decide 700 + model 0 (ready) + voice 192 = 892\u202fms");
  });

  test("LN4 a tool stands in the middle of what the model took", () => {
    expect(describeSum(laneOf("tool"))).toBe("decide 700 + tool 270 + model 250 = 1220\u202fms");
  });

  test("LN4 a call that was made before the end is waited for from the end on, and a withdrawn one not at all", () => {
    const call = { name: "find_table", arguments: "{}", prepared: true } as const;
    const prepare = (id: string, at_ms: number) =>
      frameOf("conversation.tool_call", { ...call, tool_call_id: id, at_ms }, { turn_idx: turnIdx });
    const dead = { tool_call_id: "dead", inference_id: "a", at_ms: 1_300 };
    const withdrawn = frameOf("conversation.tool_call_withdrawn", dead, { turn_idx: turnIdx });
    const late = { code: "tool_timeout", message: "no result", tool_call_id: "late", at_ms: 2_000 } as const;
    const out = [prepare("dead", 1_250), withdrawn, prepare("late", 1_500)].map((frame) => {
      return { direction: "out", atMs: undefined, frame } as const;
    });
    const scene = createScene()
      .say(1_000, "yes")
      .add(...out)
      .commit(1_700, "r")
      .add({ direction: "out", atMs: undefined, frame: frameOf("conversation.error", late, { turn_idx: turnIdx }) })
      .speak(2_100, "r", "Good.");
    const lane = toLane(scene.record());
    expect(lane.tools.map(({ fate, startMs, endMs }) => [fate, startMs, endMs])).toEqual([
      ["withdrawn", 1_250, 1_300],
      ["failed", 1_500, 2_000],
    ]);
    expect(describeSum(lane)).toBe("decide 700 + tool 300 + model 100 = 1100\u202fms");
  });

  test("LN4 what no stamp accounts for is a segment of its own", () => {
    const prepared = { text: "Of course.", index: 0, prepared: true, at_ms: 1_400 };
    const frame = frameOf("conversation.replica.clause", prepared, { turn_idx: turnIdx, inference_id: "a" });
    const scene = createScene()
      .say(1_000, "yes")
      .draft(1_200, "a")
      .add({ direction: "out", atMs: undefined, frame })
      .commit(1_700, "a", { rung: "equal" })
      .speak(1_950, "a", "Of course.");
    const lane = toLane(scene.record());
    expect(describeSum(lane)).toBe("decide 700 + model 0 (ready) + unexplained 250 = 950\u202fms");
    expect(partsOf(lane)).toEqual(["waiting 1200-1400, held 1400-1950, flowing 1950-1990"]);
  });

  test("LN4 a turn that was joined when it was over says only how long it took in all", () => {
    const delta = frameOf(
      "conversation.replica.delta",
      { text: "Hi", index: 0, at_ms: 1_600 },
      { turn_idx: turnIdx, inference_id: "r" },
    );
    const scene = createScene().say(1_000, "hello there").add({ direction: "out", atMs: undefined, frame: delta });
    expect(describeSum(toLane(scene.record()))).toBe("unexplained 400 = 400\u202fms");
  });

  test("LN4 nobody waits for words that came before the last word", () => {
    const scene = createScene().say(1_000, "yes").commit(1_300, "r").speak(1_400, "r", "Good.");
    const lane = toLane(
      scene
        .complete(1_500, { last_word_at: 1_600, ended_at: 1_300, released_at: 1_300, first_words_at: 1_400 })
        .record(),
    );
    expect(lane.wait?.segments).toEqual([]);
    expect(describeSum(lane)).toBe("the first words came before the last word: nobody waited");
  });

  test("LN4 a turn without an answer, or without a question, has no wait", () => {
    expect(laneOf("failed").wait).toBeUndefined();
    const greeting = createScene().commit(100, "g", { reason: "greeting" }).speak(500, "g", "Hello.");
    expect(toLane(greeting.record()).wait).toBeUndefined();
    const taken = createScene().say(0, "so").commit(700, "a").speak(700, "a", "Yes").reopen(800, "a");
    expect(toLane(taken.record()).wait).toBeUndefined();
  });
});

describe("what drafts saved", () => {
  test("LN8 a first word that came after the commit tells what the model took", () => {
    // 700 to decide, 615 from the start of the draft to its first token, 185 until it was heard.
    expect(laneOf("twenty-seconds").withoutDrafts).toEqual({ ms: 1_500, certainty: "about" });
  });

  test("LN8 one that came with the commit bounds it", () => {
    expect(laneOf("one-adopted").withoutDrafts).toEqual({ ms: 1_392, certainty: "at most" });
  });

  test("LN8 nothing is estimated where no draft was adopted, nor across a tool", () => {
    expect(laneOf("no-drafts").withoutDrafts).toBeUndefined();
    expect(laneOf("tool").withoutDrafts).toBeUndefined();
  });
});

describe("a draft", () => {
  test("LN5 waits for its first token, flows, or comes to nothing", () => {
    expect(partsOf(laneOf("no-drafts"))).toEqual(["waiting 2500-2910, flowing 2910-3470"]);
    expect(
      laneOf("six-drafts").drafts.map(
        (draft) => `${draft.fate}: ${partsOf(laneOf("six-drafts"))[(draft.number ?? 1) - 1]}`,
      ),
    ).toEqual([
      "revoked: dead 1400-1705",
      "revoked: dead 2100-2465",
      "revoked: dead 2860-3305",
      "revoked: dead 3520-3705",
      "discarded: dead 4010-4550",
      "adopted: drafting 4160-4550, flowing 4550-5110",
    ]);
  });

  test("LN5 one that runs reaches up to the present", () => {
    const scene = createScene().say(1_000, "so").draft(1_200, "a");
    const lane = toLane(scene.record(), { nowMs: 1_900 });
    expect([lane.open, lane.drafts[0]?.fate, lane.drafts[0]?.endMs, lane.endMs]).toEqual([
      true,
      "waiting",
      1_900,
      1_900,
    ]);
  });

  test("LN5 the clock does not move a turn that is over", () => {
    const record = scenes["one-adopted"]!().record();
    expect(toLane(record, { nowMs: 99_000 })).toEqual(toLane(record));
  });

  test("LN6 a reply that failed is failed, with its reason", () => {
    const lane = laneOf("failed");
    expect(lane.drafts.map((draft) => [draft.number, draft.fate])).toEqual([
      [1, "revoked"],
      [undefined, "failed"],
    ]);
    expect(lane.failure?.code).toBe("model_unreachable");
    expect(partsOf(lane)[1]).toBe("failed 2750-3900");
  });

  test("LN6 what is spoken as told asked no model", () => {
    const echo = createScene().commit(500, "e", { reason: "echo" }).speak(500, "e", "As you wish.");
    expect(toLane(echo.record()).drafts).toEqual([]);
  });
});

describe("first words", () => {
  test("LN7 are the ones heard where playback is reported, else the ones sent", () => {
    expect(laneOf("one-adopted").wait).toMatchObject({ basis: "heard", toMs: 3_692 });
    expect(laneOf("no-drafts").wait).toMatchObject({ basis: "sent", toMs: 2_910 });
  });

  test("LN7 a mouth that has not begun has said nothing", () => {
    const scene = createScene().say(1_000, "so").commit(1_700, "r").speak(1_900, "r", "Well.").play(1_950, "r", 0);
    expect(toLane(scene.record()).wait?.basis).toBe("sent");
  });

  test("LN7 what was not heard of a reply that was cut is told apart", () => {
    expect(laneOf("cut-reply").speeches).toMatchObject([
      {
        end: "cut",
        basis: "heard",
        text: "Of course. Your new car",
        unheard: expect.stringMatching(/^d is on/) as string,
      },
    ]);
  });
});
