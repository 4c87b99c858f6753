import { describe, expect, test } from "vitest";
import { toCue } from "./call-script.ts";
import { playCall } from "./play.ts";
import type { UserEvent } from "./schedule.ts";
import { createScriptedChannel, frameOf, numbersOf, type ScriptedChannel } from "./testing/scripted-channel.ts";
import { createVirtualClock } from "./testing/virtual-clock.ts";

const told: readonly UserEvent[] = [
  { atMs: 8000, turn: 0, type: "started-speaking" },
  { atMs: 8400, turn: 0, type: "partial", text: "hi" },
  { atMs: 8500, turn: 0, type: "final", text: "hi" },
  { atMs: 8500, turn: 0, type: "turn-end" },
];
const events = told.map(toCue);
const draft = [1, "i1"] as const;

function commit(channel: ScriptedChannel): void {
  const properties = { turn_idx: 1, inference_id: "i1", reason: "turn_end", transcript: "hi", grace_ms: 0 };
  channel.say(frameOf("conversation.turn.committed", properties, draft));
}

function options(speed = 1, signal = new AbortController().signal) {
  return { clock: createVirtualClock(), speed, signal };
}

describe("playing a call", () => {
  test("everything is told at its recorded time, the first at once, each turn as an utterance of its own", async () => {
    const stage = options();
    const channel = createScriptedChannel(stage.clock);
    const played = await playCall(events, channel, stage);
    expect(channel.told).toEqual([
      { at: 0, type: "started-speaking", text: undefined, utteranceId: undefined },
      { at: 400, type: "partial", text: "hi", utteranceId: "turn-1" },
      { at: 500, type: "final", text: "hi", utteranceId: "turn-1" },
      { at: 500, type: "turn-end", text: undefined, utteranceId: undefined },
    ]);
    expect(played.problem).toBeUndefined();
    expect(played.firstPartialAt).toEqual([400]);
    expect(played.toPlayMs(9000)).toBe(1000);
  });

  test("at ten times the speed it takes a tenth of the time", async () => {
    const stage = options(10);
    const channel = createScriptedChannel(stage.clock);
    const played = await playCall(events, channel, stage);
    expect(channel.told.map(({ at }) => at)).toEqual([0, 40, 50, 50]);
    expect(played.toPlayMs(9000)).toBe(100);
  });

  test("Y15 an answer that is under way is waited for, and then the conversation is left", async () => {
    const stage = options();
    const channel = createScriptedChannel(stage.clock, (told) => {
      if (told.type !== "turn-end") return;
      stage.clock.after(20, () => commit(channel));
      stage.clock.after(9000, () =>
        channel.say(frameOf("conversation.turn.completed", numbersOf({ turn_idx: 1 }), draft)),
      );
    });
    const { observation } = await playCall(events, channel, stage);
    expect(observation.view.turns).toMatchObject([{ turnIdx: 1, phase: "completed" }]);
    expect(observation.committed).toEqual(new Map([["i1", 520]]));
    expect(stage.clock.now()).toBeLessThan(9600);
    expect(channel.closed).toBe(true);
  });

  test("Y15 where nobody answers it is left after five seconds of quiet", async () => {
    const stage = options();
    await playCall(events, createScriptedChannel(stage.clock), stage);
    expect(stage.clock.now()).toBe(5500);
  });

  test("Y15 an answer that never ends is left after two minutes", async () => {
    const stage = options();
    const channel = createScriptedChannel(stage.clock, (told) => void (told.type === "turn-end" && commit(channel)));
    await playCall(events, channel, stage);
    expect(stage.clock.now()).toBe(120_500);
  });

  test("a conversation that the server ends early is a problem of that call", async () => {
    const stage = options();
    const channel = createScriptedChannel(stage.clock, (told) => void (told.type === "partial" && channel.hangUp()));
    const played = await playCall(events, channel, stage);
    expect(played.problem).toBe("the conversation ended before the call was over");
  });

  test("a connection that fails is thrown", async () => {
    const stage = options();
    const channel = createScriptedChannel(stage.clock, () => channel.hangUp(new Error("refused")));
    await expect(playCall(events, channel, stage)).rejects.toThrow("refused");
  });

  test("what cannot be told ends the call as its problem", async () => {
    const stage = options();
    const channel = createScriptedChannel(stage.clock, () => {
      throw new Error("too much waits");
    });
    expect((await playCall(events, channel, stage)).problem).toBe("too much waits");
  });

  test.each(["before", "in the middle of", "at the end of"])("an abort %s the call ends it", async (when) => {
    const abort = new AbortController();
    const stage = options(1, abort.signal);
    if (when === "before") abort.abort(new Error("enough"));
    if (when === "in the middle of") stage.clock.after(450, () => abort.abort(new Error("enough")));
    if (when === "at the end of") stage.clock.after(3000, () => abort.abort(new Error("enough")));
    const channel = createScriptedChannel(stage.clock);
    await expect(playCall(events, channel, stage)).rejects.toThrow("enough");
    expect(channel.told).toHaveLength({ before: 0, "in the middle of": 2, "at the end of": 4 }[when] ?? -1);
    expect(channel.closed).toBe(true);
  });
});
