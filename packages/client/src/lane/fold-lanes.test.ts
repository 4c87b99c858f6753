import type { InboundFrame } from "@repartee/protocol";
import { describe, expect, test } from "vitest";

import { frameOf, hello } from "../testing/frames.ts";
import { createLanes, foldLanes } from "./fold-lanes.ts";
import type { LaneLine } from "./lane-line.ts";
import { readTalk } from "./testing/golden.ts";
import { createScene, recordOf, turnIdx } from "./testing/scene.ts";
import { scenes } from "./testing/scenes.ts";
import { toLane } from "./turn-lane.ts";

function sent(
  atMs: number,
  properties: Extract<InboundFrame, { event_type: "conversation.user.transcript" }>["properties"],
): LaneLine {
  return {
    direction: "in",
    atMs,
    frame: { message_type: "conversation", event_type: "conversation.user.transcript", properties },
  };
}

function wordsOf(lines: readonly LaneLine[]): string {
  return toLane(recordOf(lines))
    .words.map((word) => `${word.text}@${word.atMs}`)
    .join(" ");
}

describe("the fold of frames into turns", () => {
  test("LN1 a turn that a frame says nothing about keeps its identity", () => {
    const lanes = scenes["one-adopted"]!().lines.reduce(foldLanes, createLanes());
    const next = foldLanes(lanes, {
      direction: "out",
      atMs: undefined,
      frame: frameOf(
        "conversation.draft.started",
        { inference_id: "x", reason: "pause", transcript: "so", at_ms: 9_000 },
        { turn_idx: 8 },
      ),
    });
    expect(next.turns).toHaveLength(2);
    expect(next.turns[0]).toBe(lanes.turns[0]);
    const unknown = { event_type: "unknown", name: "later", seq: 1, raw: {} } as const;
    expect(foldLanes(lanes, { direction: "out", atMs: 1, frame: unknown })).toBe(lanes);
    expect(foldLanes(lanes, { direction: "out", atMs: 1, frame: hello() })).toBe(lanes);
  });

  test("LN1 of a conversation without end the newest 500 turns are held", () => {
    let lanes = createLanes();
    for (let index = 1; index <= 520; index += 1) {
      const started = { inference_id: `d${index}`, reason: "pause", transcript: "a", at_ms: index };
      const frame = frameOf("conversation.draft.started", started, { turn_idx: index });
      lanes = foldLanes(lanes, { direction: "out", atMs: undefined, frame });
    }
    expect(lanes.turns.length).toBe(500);
    expect(lanes.turns[0]?.turnIdx).toBe(21);
  });

  test("LN3 without the server's telling, the client's own partials say when a word came", () => {
    const commit = createScene().commit(900, "r").lines;
    expect(wordsOf([sent(100, { text: "hold" }), sent(300, { text: "hold on" }), ...commit])).toBe("hold@100 on@300");
  });

  test("LN3 segments are joined behind what is final", () => {
    const lines = [
      sent(100, { text: "hold on", scope: "segment", final: true }),
      sent(300, { text: "this", scope: "segment" }),
      sent(500, { text: "this week", scope: "segment" }),
    ];
    expect(wordsOf([...lines, ...createScene().commit(900, "r").lines])).toBe("hold@100 on@100 this@300 week@500");
  });

  test("LN3 words after a commit are the next turn's, unless they go on with these", () => {
    const first = [sent(100, { text: "I" }), sent(200, { text: "I do" }), ...createScene().commit(900, "r").lines];
    const goingOn = [
      ...first,
      sent(1_000, { text: "I do so" }),
      ...createScene().reopen(1_001, "r").commit(1_800, "s").lines,
    ];
    expect(wordsOf(goingOn)).toBe("I@100 do@200 so@1000");
    const anew = [...first, sent(1_000, { text: "I see" })].reduce(foldLanes, createLanes());
    const frame = frameOf(
      "conversation.draft.started",
      { inference_id: "d", reason: "pause", transcript: "I see", at_ms: 1_200 },
      { turn_idx: turnIdx + 1 },
    );
    const next = foldLanes(anew, { direction: "out", atMs: undefined, frame }).turns.at(-1)!;
    expect(toLane(next).words).toEqual([
      { text: "I", atMs: 1_000 },
      { text: "see", atMs: 1_000 },
    ]);
  });

  test("LN3 where neither is known, drafts tell what they answered", () => {
    const told = createScene().say(0, "my debit").draft(400, "a").say(500, "card").draft(700, "b");
    const drafts = told.lines.filter(({ frame }) => frame.event_type === "conversation.draft.started");
    expect(wordsOf(drafts)).toBe("my@400 debit@400 card@700");
  });

  test("LN3 what was committed has the last word", () => {
    const scene = createScene().say(100, "call Jon");
    const commit = createScene([], "call John").commit(900, "r");
    expect(wordsOf([...scene.lines, ...commit.lines])).toBe("call@100 John@300");
  });
});

describe("the recorded talk", () => {
  const turns = readTalk().turns.map((turn) => toLane(turn));

  test("LN5 every draft came to what the server counted", () => {
    for (const [index, { numbers }] of readTalk().turns.entries()) {
      const { drafts } = turns[index]!;
      const count = (fate: string): number =>
        drafts.filter((draft) => draft.number !== undefined && draft.fate === fate).length;
      expect([count("adopted"), count("revoked"), count("discarded")]).toEqual([
        numbers?.drafts.adopted,
        numbers?.drafts.revoked,
        numbers?.drafts.discarded,
      ]);
    }
  });

  test("LN4 the wait is the server's gap, and the voice that the client heard", () => {
    for (const [index, { numbers }] of readTalk().turns.entries()) {
      const wait = turns[index]?.wait;
      const voice = wait?.segments.find((segment) => segment.kind === "voice");
      const voiceMs = voice === undefined ? 0 : voice.toMs - voice.fromMs;
      expect(wait!.toMs - wait!.fromMs - voiceMs).toBe(numbers?.gap_ms);
      expect(wait?.segments.some((segment) => segment.kind === "unexplained")).toBe(false);
    }
  });

  test("LN6 where no draft was adopted, the reply was asked for at the end", () => {
    expect(turns[1]?.drafts.map((draft) => draft.fate)).toEqual(["revoked", "revoked", "answered"]);
    expect(turns[1]?.wait?.segments.map((segment) => segment.kind)).toEqual(["decide", "model"]);
    expect(turns[1]?.withoutDrafts).toBeUndefined();
  });

  test("LN7 as soon as playback is reported, first words are those that were heard", () => {
    expect(turns.map((turn) => turn.wait?.basis)).toEqual(["sent", "sent", "heard", "heard", "heard", "heard"]);
  });

  test("LN7 a reply that was cut ends where the mouth had got", () => {
    const [speech] = turns[4]!.speeches;
    expect(speech?.end).toBe("cut");
    expect(speech?.unheard).not.toBe("");
    const said = `${speech?.text}${speech?.unheard}`.replaceAll(" ", "");
    expect(said).toBe(readTalk().turns[4]?.releases[0]?.text.replaceAll(" ", ""));
  });

  test("LN7 a release that was taken back stays to be seen, and its words were not heard", () => {
    expect(turns[3]?.commits.map((commit) => commit.takenBackMs !== undefined)).toEqual([true, false]);
    expect(turns[3]?.speeches.map((speech) => speech.end)).toEqual(["taken-back", "done"]);
    expect(turns[3]?.drafts.map((draft) => draft.fate)).toEqual(["revoked", "adopted"]);
  });
});
