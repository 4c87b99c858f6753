import { describe, expect, test } from "vitest";
import type { Cue } from "./call-script.ts";
import { retarget } from "./retarget.ts";
import { frameOf } from "./testing/scripted-channel.ts";
import { createWatch, type Watch } from "./watch.ts";

const head = { message_type: "conversation" } as const;
const playback: Cue = {
  atMs: 0,
  turn: undefined,
  message: {
    ...head,
    event_type: "conversation.replica.playback",
    properties: { inference_id: "old", spoken_chars: 4 },
  },
  about: { type: "reply" },
};

function result(place: number): Cue {
  const properties = { tool_call_id: "old", output: "x" };
  const message = { ...head, event_type: "conversation.tool_result", properties } as const;
  return { atMs: 0, turn: undefined, message, about: { type: "tool-call", place } };
}

function answering(): Watch {
  const watch = createWatch();
  const commit = { turn_idx: 1, inference_id: "i1", reason: "silence", transcript: "hi", grace_ms: 0 };
  watch.see(frameOf("conversation.turn.committed", commit, [1, "i1"]), 10);
  const call = { name: "f", arguments: "{}", tool_call_id: "t1" };
  watch.see(frameOf("conversation.tool_call", call, [1, "i1"]), 20);
  return watch;
}

describe("Y13 a trace in another conversation", () => {
  test("playback is told of the reply that is spoken now", () => {
    expect(retarget(playback, answering())).toMatchObject({ properties: { inference_id: "i1", spoken_chars: 4 } });
  });

  test("a tool's answer answers the call at the same place", () => {
    expect(retarget(result(0), answering())).toMatchObject({ properties: { tool_call_id: "t1", output: "x" } });
  });

  test("where there is no such thing nothing is sent", () => {
    expect(retarget(playback, createWatch())).toBeUndefined();
    expect(retarget(result(1), answering())).toBeUndefined();
    expect(retarget(result(-1), answering())).toBeUndefined();
  });

  test("everything else is sent as it was", () => {
    const message = { ...head, event_type: "conversation.interrupt", properties: {} } as const;
    expect(retarget({ atMs: 0, turn: undefined, message }, createWatch())).toBe(message);
  });
});
