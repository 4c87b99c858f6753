import { readOutbound, type OutboundFrame } from "@repartee/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSendBuffer } from "./send-buffer.ts";

const bounds = { diagnostics: 100, streaming: 200, most: 400 };

/** A peer that reads only when the test lets it. */
function openPeer() {
  const sent: OutboundFrame[] = [];
  const written: (() => void)[] = [];
  const told: string[] = [];
  const sink = {
    bufferedAmount: 0,
    send(text: string, done: () => void) {
      const read = readOutbound(JSON.parse(text));
      if (!read.ok || read.frame.event_type === "unknown") throw new Error("not a frame of ours");
      sent.push(read.frame);
      written.push(done);
    },
  };
  const buffer = createSendBuffer({
    sink,
    bounds,
    onFull: () => told.push("full"),
    onRoom: (dropped) => told.push(`room after ${dropped}`),
  });
  let seq = 0;
  const write = (frame: Omit<OutboundFrame, "seq">): void => {
    const numbered = { ...frame, seq: (seq += 1) } as OutboundFrame;
    buffer.write(JSON.stringify(numbered), numbered);
  };
  /** The network takes what waits. */
  const drain = (): void => {
    sink.bufferedAmount = 0;
    for (const done of written.splice(0)) done();
  };
  return { sink, sent, told, write, drain };
}

const head = { message_type: "conversation", timestamp: 1, turn_idx: 1, inference_id: "i1" } as const;
const deltaOf = (text: string, index: number, inference_id = "i1"): Omit<OutboundFrame, "seq"> => ({
  ...head,
  inference_id,
  event_type: "conversation.replica.delta",
  properties: { text, index },
});
const streamingOf = (speech: string): Omit<OutboundFrame, "seq"> => ({
  ...head,
  event_type: "conversation.utterance.streaming",
  properties: { role: "replica", speech, content_index: 0, final: false },
});
const draft: Omit<OutboundFrame, "seq"> = {
  ...head,
  event_type: "conversation.draft.adopted",
  properties: { inference_id: "i1", rung: "equal", head_start_ms: 0 },
};
const stopped: Omit<OutboundFrame, "seq"> = {
  ...head,
  event_type: "conversation.replica.stopped_speaking",
  properties: { interrupted: false },
};

function joined(sent: readonly OutboundFrame[]): string {
  return sent.map((frame) => (frame.event_type === "conversation.replica.delta" ? frame.properties.text : "")).join("");
}

describe("send buffer", () => {
  test("L27 a peer that reads gets every frame as it is", () => {
    const { sent, write } = openPeer();
    for (const frame of [deltaOf("Hi", 0), draft, streamingOf("Hi"), stopped]) write(frame);
    expect(sent.map((frame) => frame.seq)).toEqual([1, 2, 3, 4]);
  });

  test("L27 past the first bound diagnostics are dropped, and their number is told when there is room again, once", () => {
    const { sink, sent, told, write, drain } = openPeer();
    write(deltaOf("Hi", 0));
    sink.bufferedAmount = 101;
    write(draft);
    write(draft);
    write(deltaOf(" there", 1));
    expect(joined(sent)).toBe("Hi there");
    expect(told).toEqual([]);
    drain();
    expect(told).toEqual(["room after 2"]);
    write(draft);
    drain();
    expect(told).toEqual(["room after 2"]);
    expect(sent).toHaveLength(3);
  });

  test("L28 past the second bound deltas wait and are joined; what follows them leaves behind them", () => {
    const { sink, sent, write } = openPeer();
    write(deltaOf("One", 0));
    sink.bufferedAmount = 201;
    write(deltaOf(" two", 1));
    write(streamingOf("One two"));
    write(deltaOf(" three", 2));
    write(streamingOf("One two three"));
    write(stopped);
    expect(joined(sent)).toBe("One two three");
    expect(sent.map((frame) => frame.event_type.split(".").at(-1))).toEqual([
      "delta",
      "delta",
      "streaming",
      "stopped_speaking",
    ]);
    expect(sent.map((frame) => frame.seq)).toEqual([1, 4, 5, 6]);
  });

  test("L28 what waits leaves as soon as there is room, though nothing follows", () => {
    const { sink, sent, write, drain } = openPeer();
    write(deltaOf("One", 0));
    sink.bufferedAmount = 201;
    write(deltaOf(" two", 1));
    expect(joined(sent)).toBe("One");
    drain();
    expect(joined(sent)).toBe("One two");
  });

  test("L28 the words of two utterances are not joined", () => {
    const { sink, sent, write } = openPeer();
    sink.bufferedAmount = 201;
    write(deltaOf("One", 0, "i1"));
    write(deltaOf("Two", 0, "i2"));
    write(stopped);
    expect(sent.map((frame) => frame.inference_id)).toEqual(["i1", "i2", "i1"]);
  });

  test("L29 past the last bound the connection ends, once, and nothing more is sent", () => {
    const { sink, sent, told, write, drain } = openPeer();
    sink.bufferedAmount = 401;
    write(stopped);
    write(stopped);
    drain();
    write(stopped);
    expect(told).toEqual(["full"]);
    expect(sent).toEqual([]);
  });

  test("L28 however slowly a peer reads, the joined words are intact and the numbers rise", () => {
    const pace = fc.array(fc.record({ waiting: fc.constantFrom(0, 150, 250), kind: fc.integer({ min: 0, max: 9 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(pace, (steps) => {
        const { sink, sent, write, drain } = openPeer();
        let whole = "";
        let index = 0;
        for (const { waiting, kind } of steps) {
          sink.bufferedAmount = waiting;
          if (kind === 0) write(stopped);
          else if (kind === 1) write(draft);
          else if (kind === 2) drain();
          else {
            write(deltaOf(`w${index} `, index));
            whole += `w${index} `;
            index += 1;
            if (kind > 6) write(streamingOf(whole));
          }
        }
        sink.bufferedAmount = 0;
        write(stopped);
        expect(joined(sent)).toBe(whole);
        for (const [at, frame] of sent.entries()) if (at > 0) expect(frame.seq).toBeGreaterThan(sent[at - 1]!.seq);
      }),
    );
  });
});
