import { EventEmitter } from "node:events";
import { parseConnectOptions, readOutbound, type OutboundFrame } from "@repartee/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import type { JsonObject } from "../ports/store.ts";
import type { Session } from "../session/session.ts";
import { turnOfTheLoop } from "../session/testing/held-store.ts";
import { openStage, WORKSPACE, type SessionStage } from "../session/testing/session-stage.ts";
import { serveConnection } from "./connection.ts";

/** The server's end of a socket whose peer a test plays: what it was sent, and how it was closed. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly frames: OutboundFrame[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;

  send(text: string, written: () => void): void {
    const read = readOutbound(JSON.parse(text));
    if (!read.ok || read.frame.event_type === "unknown") throw new Error("not a frame of ours");
    this.frames.push(read.frame);
    queueMicrotask(written);
  }

  close(code: number, reason = ""): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 3;
    this.closed = { code, reason };
    this.emit("close", code);
  }

  /** The peer sends this. */
  receive(text: string, isBinary = false): void {
    this.emit("message", Buffer.from(text), isBinary);
  }

  get types(): readonly string[] {
    return this.frames.map((frame) => frame.event_type.replace(/^conversation\./, ""));
  }

  get errors(): readonly string[] {
    return this.frames.flatMap((frame) => (frame.event_type === "conversation.error" ? [frame.properties.code] : []));
  }
}

async function dial(stage: SessionStage, session: Session, query = "turns=client"): Promise<FakeSocket> {
  const read = parseConnectOptions(new URLSearchParams(query));
  if (!read.ok) throw new Error(read.message);
  const socket = new FakeSocket();
  const { store, clock, log } = stage;
  const parts = { session, store, clock, log, workspaceId: WORKSPACE, options: read.options };
  await serveConnection({ ...parts, socket: socket as unknown as WebSocket });
  return socket;
}

async function openTalk(query?: string): Promise<{ stage: SessionStage; session: Session; socket: FakeSocket }> {
  const stage = openStage();
  const session = await stage.wake(await stage.create());
  return { stage, session, socket: await dial(stage, session, query) };
}

const turnEnd = JSON.stringify({ event_type: "conversation.user.turn_end", properties: { text: "Hello?" } });

describe("joining", () => {
  test("L6 the first frame is the hello: version, the highest number so far, and what was granted", async () => {
    const { session, socket } = await openTalk("turns=client&features=drafts,unheard-of");
    expect(socket.frames).toMatchObject([
      {
        message_type: "system",
        event_type: "system.hello",
        conversation_id: session.conversationId,
        seq: 2,
        properties: {
          protocol: 1,
          seq: 1,
          turn_idx: 0,
          turns: "client",
          features: ["drafts"],
          resumed: false,
          model: { name: "scripted", stand_in: false },
          at_ms: 0,
        },
      },
    ]);
  });

  test("L4 an after_seq that this conversation never gave is refused: the client holds another history", async () => {
    const { stage, session } = await openTalk();
    const socket = await dial(stage, session, "after_seq=999999999999");
    expect(socket.closed?.code).toBe(4400);
    expect(socket.frames).toEqual([]);
  });

  test("L7 who has left is told nothing more", async () => {
    const { stage, session, socket } = await openTalk();
    socket.close(1000);
    const before = socket.frames.length;
    stage.send(session, "conversation.echo", { text: "Anyone?" });
    await turnOfTheLoop();
    expect(socket.frames).toHaveLength(before);
  });
});

describe("what comes in", () => {
  test("L10 a frame is followed", async () => {
    const { stage, socket } = await openTalk();
    stage.model.reply("Hi.");
    socket.receive(turnEnd);
    await turnOfTheLoop();
    expect(socket.types).toContain("turn.completed");
    expect(socket.errors).toEqual([]);
  });

  test.each([
    ["{", "bad_frame"],
    ["[]", "bad_frame"],
    ['{"event_type":"conversation.dance"}', "unknown_event"],
    ['{"event_type":"conversation.respond","properties":{"text":7}}', "bad_frame"],
    ['{"event_type":"conversation.sensitivity","properties":{"participant_pause_sensitivity":"low"}}', "unsupported"],
    ['{"event_type":"conversation.tool_result","properties":{"tool_call_id":"t0"}}', "unknown_tool_call"],
  ])("L11 %s is answered with `%s`, and the connection lives on", async (text, code) => {
    const { stage, socket } = await openTalk();
    socket.receive(text);
    expect(socket.errors).toEqual([code]);
    expect(socket.closed).toBeUndefined();
    stage.model.reply("Hi.");
    socket.receive(turnEnd);
    await turnOfTheLoop();
    expect(socket.types).toContain("turn.completed");
  });

  test("L11 the answer names the field, and goes to the one who sent it", async () => {
    const { stage, session, socket } = await openTalk();
    const other = await dial(stage, session);
    socket.receive('{"event_type":"conversation.respond","properties":{"text":7}}');
    expect(socket.frames.at(-1)).toMatchObject({
      properties: { message: "properties.text: expected a string, got a number (conversation.respond)" },
    });
    expect(other.errors).toEqual([]);
  });

  test("L11 a hundred bad frames in a row are answered; the next ends the connection, good ones start anew", async () => {
    const { socket } = await openTalk();
    for (let count = 0; count < 100; count += 1) socket.receive("{");
    socket.receive('{"event_type":"conversation.interrupt"}');
    for (let count = 0; count < 100; count += 1) socket.receive("{");
    expect(socket.closed).toBeUndefined();
    socket.receive("{");
    expect(socket.closed?.code).toBe(1008);
  });

  test("L13 a binary frame ends the connection, and what was under way behind it is not followed", async () => {
    const { stage, socket } = await openTalk();
    socket.receive("\u0000\u0001", true);
    expect(socket.closed?.code).toBe(1003);
    socket.receive(turnEnd);
    expect(stage.model.requests).toEqual([]);
  });

  test("L14 too many frames are dropped and told once, until the peer has slowed down", async () => {
    const { stage, socket } = await openTalk();
    const idle = JSON.stringify({ event_type: "conversation.interrupt" });
    for (let count = 0; count < 1500; count += 1) socket.receive(idle);
    expect(socket.errors).toEqual(["rate_limited"]);
    await stage.pass(1000);
    for (let count = 0; count < 300; count += 1) socket.receive(idle);
    expect(socket.errors).toEqual(["rate_limited", "rate_limited"]);
    expect(socket.closed).toBeUndefined();
  });

  test("L16 a frame belongs to the conversation of its connection, whatever it says", async () => {
    const { stage, session, socket } = await openTalk();
    stage.model.reply("Hi.");
    socket.receive(JSON.stringify({ ...JSON.parse(turnEnd), conversation_id: "c_of_someone_else" }));
    await turnOfTheLoop();
    expect(socket.frames.at(-1)).toMatchObject({
      event_type: "conversation.turn.completed",
      conversation_id: session.conversationId,
    });
  });

  test("L17 with turns=client silence ends nothing; with turns=server it does, after the persona's patience", async () => {
    const { stage, session, socket } = await openTalk("turns=client");
    const said = JSON.stringify({ event_type: "conversation.user.transcript", properties: { text: "Hello" } });
    stage.model.expect();
    socket.receive(said);
    await stage.pass(10_000);
    expect(socket.types).not.toContain("turn.committed");
    const other = await dial(stage, session, "turns=server");
    other.receive(said);
    await stage.pass(700);
    expect(other.types).toContain("turn.committed");
  });
});

describe("a peer that reads slowly", () => {
  test("L27 it loses diagnostics first, and is told how many when there is room again", async () => {
    const { stage, session, socket } = await openTalk("turns=client&features=drafts");
    socket.bufferedAmount = 300 * 1024;
    stage.model.expect();
    stage.send(session, "conversation.user.transcript", { text: "Hello.", stability: 1 });
    await turnOfTheLoop();
    expect(socket.types).toEqual(["system.hello", "user.started_speaking"]);
    socket.bufferedAmount = 0;
    stage.send(session, "conversation.interrupt");
    stage.send(session, "conversation.user.turn_end");
    await turnOfTheLoop();
    const [warning] = socket.frames.filter((frame) => frame.event_type === "conversation.warning");
    expect(warning).toMatchObject({
      properties: { code: "diagnostics_dropped", message: expect.stringContaining("1 ") },
    });
  });

  test("L29 at the bound it is closed with 4408", async () => {
    const { stage, session, socket } = await openTalk();
    socket.bufferedAmount = 5 * 1024 * 1024;
    stage.send(session, "conversation.echo", { text: "Hello." });
    expect(socket.closed?.code).toBe(4408);
  });
});

/** What a client does with its frames: the highest number that it saw, and every durable frame once. */
interface Client {
  seen: number;
  readonly durable: string[];
}

/** It reads the first `count` of what was sent; the rest is lost with the connection. */
function take(client: Client, socket: FakeSocket, count = Infinity): void {
  for (const frame of socket.frames.slice(0, count)) {
    if (frame.event_type === "system.hello") continue;
    expect(frame.seq, `${frame.event_type} of a connection rises`).toBeGreaterThan(client.seen);
    client.seen = frame.seq;
    if (isDurable(frame)) client.durable.push(`${frame.event_type} ${JSON.stringify(frame.properties)}`);
  }
  socket.frames.length = 0;
}

function isDurable(frame: OutboundFrame): boolean {
  return frame.event_type === "conversation.utterance" || frame.event_type === "conversation.turn.completed";
}

/** The same of the store's record. */
function announcedOf(events: readonly JsonObject[]): readonly string[] {
  return events.flatMap(({ event_type: type, properties }) =>
    type === "conversation.utterance" || type === "conversation.turn.completed"
      ? [`${type} ${JSON.stringify(properties)}`]
      : [],
  );
}

describe("resuming", () => {
  test("L24 what was announced meanwhile comes again, under its old numbers and with its old dates, and nothing twice", async () => {
    const { stage, session, socket } = await openTalk();
    stage.model.reply("One.");
    stage.say(session, "First?");
    await turnOfTheLoop();
    const seen = socket.frames.at(-1)!.seq;
    const other = await dial(stage, session);
    socket.close(1006);
    stage.model.reply("Two.");
    await stage.pass(2000);
    stage.say(session, "Second?");
    await turnOfTheLoop();
    const back = await dial(stage, session, `after_seq=${seen}`);
    const [hello, ...missed] = back.frames;
    expect(hello).toMatchObject({ event_type: "system.hello", properties: { resumed: true } });
    expect(missed).toEqual(other.frames.filter(isDurable));
    expect(missed).toHaveLength(3);
  });

  test("L25 while a reply runs, the whole of it so far stands for the deltas that were missed", async () => {
    const { stage, session, socket } = await openTalk();
    const call = stage.model.expect();
    stage.say(session, "Tell me");
    call.text("Once ");
    await turnOfTheLoop();
    const seen = socket.frames.at(-1)!.seq;
    socket.close(1006);
    call.text("upon ");
    await turnOfTheLoop();
    const back = await dial(stage, session, `turns=client&after_seq=${seen}`);
    call.text("a time.").finish();
    await turnOfTheLoop();
    expect(back.types.filter((type) => type !== "replica.clause")).toEqual([
      "system.hello",
      "utterance.streaming",
      "replica.delta",
      "replica.stopped_speaking",
      "utterance",
      "turn.completed",
    ]);
    expect(back.frames[1]).toMatchObject({ properties: { role: "replica", speech: "Once upon ", final: false } });
  });

  test("L24 what is said while the store is read for a resume waits behind what was missed", async () => {
    const { stage, session, socket } = await openTalk();
    stage.model.reply("One.");
    stage.say(session, "First?");
    await turnOfTheLoop();
    const call = stage.model.expect();
    const joining = dial(stage, session, `turns=client&after_seq=${socket.frames[0]!.seq}`);
    stage.say(session, "Second?");
    call.text("Two.").finish();
    const back = await joining;
    await turnOfTheLoop();
    const client: Client = { seen: 0, durable: [] };
    take(client, back);
    expect(client.durable).toHaveLength(6);
  });

  test("L26 after a crash a client goes on with the number that it saw, and is told of the turn that was cut", async () => {
    const { stage, session, socket } = await openTalk();
    const call = stage.model.expect();
    stage.say(session, "Tell me");
    call.text("Once ");
    await turnOfTheLoop();
    const seen = socket.frames.at(-1)!.seq;
    const second = stage.another();
    const back = await dial(second, await second.wake(session.conversationId), `after_seq=${seen}`);
    await turnOfTheLoop();
    expect(back.types).toEqual(["system.hello", "error", "turn.completed"]);
    expect(back.frames.at(-1)).toMatchObject({ turn_idx: 1, properties: { outcome: "failed" } });
  });

  test("L24 an entry of which a part was seen is told from there on", async () => {
    const { stage, session, socket } = await openTalk();
    stage.model.reply("One.");
    stage.say(session, "First?");
    await turnOfTheLoop();
    const replica = socket.frames.findLast((frame) => frame.event_type === "conversation.utterance");
    const back = await dial(stage, session, `after_seq=${replica!.seq}`);
    expect(back.types).toEqual(["system.hello", "turn.completed"]);
  });

  const names = ["turn", "turn", "echo", "cut", "back", "back", "hold", "release", "crash"] as const;
  const steps = fc.array(fc.record({ step: fc.constantFrom(...names), reads: fc.nat({ max: 40 }) }), {
    maxLength: 30,
  });
  const rest = [
    { step: "release", reads: 0 },
    { step: "back", reads: 1000 },
  ] as const;

  test("L24 L26 wherever a connection is cut, the server crashes or the store is slow: nothing twice, nothing lost", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        let stage = openStage();
        const id = await stage.create();
        let session = await stage.wake(id);
        const client: Client = { seen: 1, durable: [] };
        let socket = await dial(stage, session, "after_seq=1");
        for (const [count, { step, reads }] of [...script, ...rest].entries()) {
          if (step === "turn") {
            stage.model.reply(`Reply ${count}.`);
            stage.say(session, `Question ${count}?`);
          } else if (step === "echo") stage.send(session, "conversation.echo", { text: `Echo ${count}.` });
          else if (step === "hold") stage.store.hold();
          else if (step === "release") await stage.store.release();
          else {
            take(client, socket, reads);
            socket.close(1006);
            if (step === "crash") {
              stage = stage.another();
              session = await stage.wake(id);
            }
            if (step === "back") socket = await dial(stage, session, `after_seq=${client.seen}`);
          }
          if (count % 3 === 0) await turnOfTheLoop();
        }
        await turnOfTheLoop();
        await turnOfTheLoop();
        take(client, socket);
        const record = await stage.directory.record(WORKSPACE, id);
        expect(client.durable).toEqual(announcedOf(record?.events ?? []));
      }),
      { numRuns: 200 },
    );
  });
});
