import type { ReceivedFrame } from "@repartee/protocol";
import { describe, expect, test } from "vitest";
import { createTalkClock } from "./talk-clock.ts";

function madeAt(atMs: number | undefined): ReceivedFrame {
  const properties = atMs === undefined ? {} : { at_ms: atMs };
  return {
    message_type: "conversation",
    event_type: "conversation.user.started_speaking",
    timestamp: 0,
    properties,
  } as ReceivedFrame;
}

describe("the conversation's clock", () => {
  test("is unknown until a frame says when it was made", () => {
    const clock = createTalkClock(() => 100);
    expect(clock.now()).toBeUndefined();
    clock.note(madeAt(undefined));
    expect(clock.now()).toBeUndefined();
  });

  test("goes on with the page's, from the frame that came with the least delay", () => {
    let pageMs = 1_000;
    const clock = createTalkClock(() => pageMs);
    clock.note(madeAt(200));
    pageMs = 1_050;
    expect(clock.now()).toBe(250);
    clock.note(madeAt(260));
    expect(clock.now()).toBe(260);
    pageMs = 2_000;
    clock.note(madeAt(300));
    expect(clock.now()).toBe(1_210);
  });
});
