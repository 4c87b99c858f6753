import { createClient } from "@repartee/client";
import type { Socket } from "@repartee/client";
import { readTrace } from "@repartee/client/lane";
import { describe, expect, test } from "vitest";
import { manualSchedule } from "../layout/testing/manual-schedule.ts";
import { Talk } from "./talk.ts";
import type { TalkOptions } from "./talk.ts";

/** A talk over sockets that the test answers for. */
function startTalk(status: "active" | "ended" = "active", traceBounds?: TalkOptions["traceBounds"]) {
  const lines = openLines();
  const schedule = manualSchedule();
  const failures: unknown[] = [];
  let ids = 0;
  const client = createClient({
    baseUrl: "http://server",
    WebSocket: lines.WebSocket,
    fetch: async () => new Response(JSON.stringify({ conversation_id: "c1", status: "ended", events: [] })),
  });
  const talk = new Talk({
    client,
    conversation: { conversation_id: "c1", status },
    turnsBy: "client",
    schedule,
    now: () => 0,
    createId: () => `u${(ids += 1)}`,
    ...(traceBounds === undefined ? {} : { traceBounds }),
    noteFailure: (failure) => {
      failures.push(failure);
      return false;
    },
  });
  return { talk, lines, schedule, failures };
}

interface Line {
  readonly url: string;
  readonly sent: unknown[];
  say(type: string, properties: unknown, turn?: number): Promise<void>;
}

function openLines() {
  const lines: Line[] = [];
  let seq = 0;
  class FakeSocket implements Socket {
    readonly bufferedAmount = 0;
    readonly sent: unknown[] = [];
    readonly #listeners = new Map<string, (event: never) => void>();
    readonly url: string;
    constructor(url: string) {
      this.url = url;
      lines.push(this);
    }
    send(text: string): void {
      this.sent.push(JSON.parse(text));
    }
    close(): void {}
    addEventListener(type: string, listener: (event: never) => void): void {
      this.#listeners.set(type, listener);
    }
    async say(type: string, properties: unknown, turn?: number): Promise<void> {
      const head = { message_type: "conversation", event_type: type, seq: (seq += 1), turn_idx: turn, timestamp: 0 };
      const data = JSON.stringify({ ...head, inference_id: "i1", properties });
      this.#listeners.get("message")?.({ data } as never);
      // What reads the frames does so in microtasks.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const hello = { protocol: 1, seq: 0, turn_idx: 0, turns: "client", features: [], resumed: true };
  return {
    WebSocket: FakeSocket,
    /** The newest line, after the server's hello. */
    async answer(): Promise<Line> {
      const line = lines.at(-1);
      if (line === undefined) throw new Error("nobody dialled");
      await line.say("system.hello", hello);
      return line;
    },
  };
}

const properties = (line: Line) =>
  line.sent.map((message) => {
    const { event_type: type, properties: said } = message as { event_type: string; properties: object };
    return [type.replace("conversation.", ""), said];
  });

describe("a talk", () => {
  test("is read from its beginning, with drafts", async () => {
    const { lines } = startTalk();
    const line = await lines.answer();
    expect(line.url).toBe(
      "ws://server/v2/conversations/c1/live?turns=client&features=drafts,streaming,read_tools&after_seq=0",
    );
  });

  test("each change of the words is a partial of one utterance, and the next turn is another", async () => {
    const { talk, lines } = startTalk();
    const line = await lines.answer();
    for (const text of ["h", "hi", "hi", "h"]) talk.type(text);
    talk.endTurn("h");
    talk.type("a");
    expect(properties(line)).toEqual([
      ["user.transcript", { text: "h", utterance_id: "u1" }],
      ["user.transcript", { text: "hi", utterance_id: "u1" }],
      ["user.transcript", { text: "h", utterance_id: "u1" }],
      ["user.turn_end", { text: "h" }],
      ["user.transcript", { text: "a", utterance_id: "u2" }],
    ]);
  });

  test("a turn without words is none", async () => {
    const { talk, lines } = startTalk();
    const line = await lines.answer();
    talk.endTurn("  ");
    expect(line.sent).toEqual([]);
  });

  test("many frames are shown once, and what they do not change stays the same", async () => {
    const { talk, lines, schedule } = startTalk();
    const line = await lines.answer();
    await line.say("conversation.utterance", { role: "user", speech: "one" }, 1);
    schedule.run();
    let shown = 0;
    talk.subscribe(() => (shown += 1));
    const before = talk.snapshot();
    for (const [index, text] of ["Of ", "course", "."].entries()) {
      await line.say("conversation.replica.delta", { text, index }, 2);
    }
    expect(talk.snapshot()).toBe(before);
    schedule.run();
    expect(shown).toBe(1);
    expect(talk.snapshot().view.turns[1]?.reply.text).toBe("Of course.");
    expect(talk.snapshot().view.turns[0]).toBe(before.view.turns[0]);
  });

  test("a turn that silence ended begins a new utterance", async () => {
    const { talk, lines, schedule } = startTalk();
    const line = await lines.answer();
    talk.type("hello");
    const commit = { turn_idx: 1, inference_id: "i1", reason: "silence", transcript: "hello", grace_ms: 300 };
    await line.say("conversation.turn.committed", commit, 1);
    schedule.run();
    expect(talk.snapshot().utterances).toBe(1);
    talk.type("you");
    expect(properties(line).at(-1)).toEqual(["user.transcript", { text: "you", utterance_id: "u2" }]);
  });

  test("who ends a turn is said by dialling anew, from where the talk was", async () => {
    const { talk, lines } = startTalk();
    const line = await lines.answer();
    await line.say("conversation.utterance", { role: "user", speech: "one" }, 1);
    talk.setTurnsBy("server");
    const next = await lines.answer();
    expect(next.url).toBe(
      "ws://server/v2/conversations/c1/live?turns=server&features=drafts,streaming,read_tools&after_seq=2",
    );
    await line.say("conversation.utterance", { role: "user", speech: "late" }, 1);
    talk.interrupt();
    expect(properties(next)).toEqual([["interrupt", {}]]);
  });

  test("one that is over is read from its record, and takes no words", async () => {
    const { talk, schedule, failures } = startTalk("ended");
    await expect.poll(() => schedule.waiting).toBe(1);
    schedule.run();
    expect(talk.snapshot()).toMatchObject({ connection: undefined, view: { ended: "" } });
    talk.type("hello");
    expect(failures).toEqual([]);
  });

  test("its frames are kept in both directions, over all connections, and make the lanes of its turns", async () => {
    const { talk, lines, schedule } = startTalk();
    const line = await lines.answer();
    talk.type("a table");
    const started = { inference_id: "i1", reason: "pause", transcript: "a table", at_ms: 40 };
    await line.say("conversation.draft.started", started, 1);
    talk.setTurnsBy("server");
    const next = await lines.answer();
    await next.say(
      "conversation.draft.revoked",
      { inference_id: "i1", reason: "contradicted", tokens: 3, at_ms: 90 },
      1,
    );
    schedule.run();
    const trace = readTrace(talk.toTrace());
    expect(trace.ok && trace.lines.map(({ direction, frame }) => [direction, frame.event_type])).toEqual([
      ["out", "system.hello"],
      ["in", "conversation.user.transcript"],
      ["out", "conversation.draft.started"],
      ["out", "system.hello"],
      ["out", "conversation.draft.revoked"],
    ]);
    expect(talk.snapshot()).toMatchObject({
      recorded: 5,
      unrecorded: 0,
      lanes: { turns: [{ turnIdx: 1, drafts: [{ startedAtMs: 40, end: { fate: "revoked", atMs: 90 } }] }] },
    });
  });

  test("a tool call is answered by hand, and the answer stands in its turn and its lane", async () => {
    const { talk, lines, schedule } = startTalk();
    const line = await lines.answer();
    const call = { name: "find_table", arguments: "{}", tool_call_id: "call_1", at_ms: 0 };
    await line.say("conversation.tool_call", call, 1);
    talk.answer({ tool_call_id: "call_1", output: "window", status: "success" });
    schedule.run();
    expect(properties(line)).toEqual([
      ["tool_result", { tool_call_id: "call_1", output: "window", status: "success" }],
    ]);
    expect(talk.snapshot()).toMatchObject({
      view: { turns: [{ tools: [{ name: "find_table", result: { status: "success", output: "window" } }] }] },
      lanes: { turns: [{ tools: [{ callId: "call_1", end: { fate: "answered", atMs: 0 } }] }] },
    });
  });

  test("what came when the trace was full is counted", async () => {
    const { talk, lines, schedule } = startTalk("active", { maxLines: 2, maxChars: 10_000 });
    const line = await lines.answer();
    for (const speech of ["one", "two", "three"]) {
      await line.say("conversation.utterance", { role: "user", speech }, 1);
    }
    schedule.run();
    expect(talk.snapshot()).toMatchObject({ recorded: 2, unrecorded: 2 });
    expect(talk.toTrace().trimEnd().split("\n")).toHaveLength(2);
  });

  test("what is left says nothing more", async () => {
    const { talk, lines, schedule } = startTalk();
    const line = await lines.answer();
    let shown = 0;
    talk.subscribe(() => (shown += 1));
    talk.close();
    await line.say("conversation.utterance", { role: "user", speech: "late" }, 1);
    schedule.run();
    expect(shown).toBe(0);
    talk.type("hello");
    expect(line.sent).toEqual([]);
  });
});
