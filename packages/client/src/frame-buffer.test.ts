import { describe, expect, test } from "vitest";

import { FrameBuffer } from "./frame-buffer.ts";
import { Outbox } from "./outbox.ts";
import type { InboundMessage } from "@repartee/protocol";

const buffer = (limit = 3) => {
  let drained = 0;
  const frames = new FrameBuffer<number>(limit, () => (drained += 1));
  return { frames, drained: () => drained };
};

describe("the frames that wait to be read", () => {
  test("come in their order, also to a reader that was there first", async () => {
    const { frames } = buffer();
    const early = [frames.next(), frames.next()];
    for (const frame of [1, 2, 3]) expect(frames.push(frame)).toBe(true);
    expect(await Promise.all([...early, frames.next()])).toEqual([1, 2, 3].map((value) => ({ done: false, value })));
  });

  test("have a bound; what is past it is not kept", async () => {
    const { frames } = buffer(2);
    expect([1, 2, 3].map((frame) => frames.push(frame))).toEqual([true, true, false]);
    expect((await frames.next()).value).toBe(1);
    expect(frames.push(4)).toBe(true);
  });

  test("tell when the last one was taken", async () => {
    const { frames, drained } = buffer();
    frames.push(1);
    frames.push(2);
    await frames.next();
    expect(drained()).toBe(0);
    await frames.next();
    expect(drained()).toBe(1);
  });

  test("are read to the end after the end, which is told to whoever waits", async () => {
    const { frames } = buffer();
    frames.push(1);
    frames.end();
    expect(frames.push(2)).toBe(false);
    expect(await frames.next()).toEqual({ done: false, value: 1 });
    expect(await frames.next()).toEqual({ done: true, value: undefined });
    const waiting = buffer().frames;
    const next = waiting.next();
    waiting.end();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test("a failure comes after the rest, once", async () => {
    const { frames } = buffer();
    frames.push(1);
    frames.end(new Error("lost"));
    expect(await frames.next()).toEqual({ done: false, value: 1 });
    await expect(frames.next()).rejects.toThrow("lost");
    expect(await frames.next()).toEqual({ done: true, value: undefined });
  });

  test("discarding drops the rest", async () => {
    const { frames } = buffer();
    frames.push(1);
    frames.discard();
    expect(await frames.next()).toEqual({ done: true, value: undefined });
  });
});

describe("the messages that wait for a connection", () => {
  const partial = (text: string, more: object = {}): InboundMessage => ({
    message_type: "conversation",
    event_type: "conversation.user.transcript",
    properties: { text, ...more },
  });
  const interrupt: InboundMessage = { message_type: "conversation", event_type: "conversation.interrupt" };

  test("keep their order and their bound", () => {
    const outbox = new Outbox(2);
    expect([interrupt, partial("a", { final: true }), interrupt].map((message) => outbox.push(message))).toEqual([
      true,
      true,
      false,
    ]);
    expect(outbox.take()).toEqual([interrupt, partial("a", { final: true })]);
    expect(outbox.take()).toEqual([]);
  });

  test("of interim transcripts in a row only the newest is kept", () => {
    const outbox = new Outbox(1);
    for (const text of ["b", "bo", "boo", "book"]) expect(outbox.push(partial(text))).toBe(true);
    expect(outbox.take()).toEqual([partial("book")]);
  });

  test("final words and words of another utterance are not overwritten", () => {
    const outbox = new Outbox(9);
    const messages = [
      partial("one", { final: true }),
      partial("two"),
      partial("three", { utterance_id: "u" }),
      partial("four", { utterance_id: "u", scope: "segment" }),
    ];
    for (const message of messages) outbox.push(message);
    expect(outbox.take()).toEqual(messages);
  });
});
