import { describe, expect, test } from "vitest";
import type { ReceivedFrame } from "@repartee/protocol";
import { WebSocket as WsSocket } from "ws";

import { createClient } from "./client.ts";
import type { LiveOptions } from "./client.ts";
import type { LiveConversation } from "./live-conversation.ts";
import type { SocketConstructor } from "./socket.ts";
import { delta, frameOf, hello } from "./testing/frames.ts";
import { startLiveServer } from "./testing/live-server.ts";
import type { LiveServer } from "./testing/live-server.ts";
import { ManualTimers } from "./testing/manual-timers.ts";
import { recordTrace } from "./trace-recorder.ts";

/** The pause before the first dial after a loss, with no chance in it. */
const PAUSE = 250;

function connect(server: LiveServer, options: LiveOptions & { readonly WebSocket?: SocketConstructor } = {}) {
  const timers = new ManualTimers();
  const { WebSocket: socket, ...live } = options;
  const client = createClient({
    baseUrl: server.baseUrl,
    apiKey: "key",
    timers,
    random: () => 0,
    ...(socket === undefined ? {} : { WebSocket: socket }),
  });
  const conversation = client.connect("c1", { turns: "client", ...live });
  return { conversation, timers, frames: conversation[Symbol.asyncIterator]() };
}

/** Reads this many frames. */
async function read(frames: AsyncIterator<ReceivedFrame>, count: number): Promise<readonly ReceivedFrame[]> {
  const read: ReceivedFrame[] = [];
  while (read.length < count) {
    const next = await frames.next();
    if (next.done === true) throw new Error(`the frames ended after ${read.length}`);
    read.push(next.value);
  }
  return read;
}

async function reach(conversation: LiveConversation, phase: LiveConversation["state"]["phase"]): Promise<void> {
  for await (const state of conversation.states()) if (state.phase === phase) return;
}

describe("joining", () => {
  test("W21 dials with its options, and Node sends the key as a header", async () => {
    await using server = await startLiveServer();
    const { conversation } = connect(server, { features: ["drafts", "prepared"] });
    const peer = await server.accept();
    expect(peer.url).toBe("/v2/conversations/c1/live?turns=client&features=drafts,prepared");
    expect(peer.headers["x-api-key"]).toBe("key");
    conversation.close();
  });

  test("W21 a token stands in place of the key", async () => {
    await using server = await startLiveServer();
    const { conversation } = connect(server, { token: "a+b" });
    const peer = await server.accept();
    expect(peer.url).toBe("/v2/conversations/c1/live?turns=client&t=a%2Bb");
    expect(peer.headers["x-api-key"]).toBeUndefined();
    conversation.close();
  });

  test("a platform that cannot send headers dials without them", async () => {
    await using server = await startLiveServer();
    class BrowserSocket extends WebSocket {
      constructor(url: string, protocols?: unknown) {
        if (protocols !== undefined) throw new SyntaxError("not a subprotocol");
        super(url);
      }
    }
    const { conversation } = connect(server, { WebSocket: BrowserSocket });
    expect((await server.accept()).headers["x-api-key"]).toBeUndefined();
    conversation.close();
  });

  test("the package ws serves as the socket too", async () => {
    await using server = await startLiveServer();
    const { conversation, frames } = connect(server, { WebSocket: WsSocket });
    const peer = await server.accept();
    expect(peer.headers["x-api-key"]).toBe("key");
    peer.send(hello());
    expect(await read(frames, 1)).toEqual([hello()]);
    conversation.close();
    expect(await peer.closed).toBe(1000);
  });

  test("W23 is open with the hello, and then sends what waited, in its order", async () => {
    await using server = await startLiveServer();
    const { conversation } = connect(server);
    conversation.startedSpeaking();
    conversation.partial("book");
    conversation.partial("book a table", { stability: 0.9 });
    conversation.turnEnd();
    const peer = await server.accept();
    expect(conversation.state.phase).toBe("connecting");
    peer.send(hello());
    await reach(conversation, "open");
    conversation.interrupt();
    const head = { message_type: "conversation", conversation_id: "c1" };
    expect([await peer.next(), await peer.next(), await peer.next(), await peer.next()]).toEqual([
      { ...head, event_type: "conversation.user.started_speaking", properties: {} },
      { ...head, event_type: "conversation.user.transcript", properties: { stability: 0.9, text: "book a table" } },
      { ...head, event_type: "conversation.user.turn_end", properties: {} },
      { ...head, event_type: "conversation.interrupt", properties: {} },
    ]);
    conversation.close();
  });

  test("a server that takes the call and says nothing is hung up", async () => {
    await using server = await startLiveServer();
    const { conversation, timers } = connect(server);
    const peer = await server.accept();
    expect(timers.delays).toEqual([10_000]);
    timers.fire();
    expect(conversation.state).toMatchObject({ phase: "reconnecting", attempt: 1 });
    await peer.closed;
    conversation.close();
  });
});

describe("a socket that was given up", () => {
  /** Sockets whose news the test makes up. */
  class ScriptedSocket extends EventTarget {
    static readonly dialled: ScriptedSocket[] = [];
    readonly bufferedAmount = 0;
    constructor() {
      super();
      ScriptedSocket.dialled.push(this);
    }
    send(): void {}
    close(): void {}
    tell(frame: ReceivedFrame): void {
      this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
    }
    lose(): void {
      this.dispatchEvent(new CloseEvent("close", { code: 1006 }));
    }
  }

  test("has no say in the next one's fate", () => {
    const timers = new ManualTimers();
    const client = createClient({ baseUrl: "http://server", timers, WebSocket: ScriptedSocket as never });
    const conversation = client.connect("c1");
    timers.fire(); // No hello: hung up.
    timers.fire(); // Dialled again.
    const [first, second] = ScriptedSocket.dialled;
    first?.tell(hello());
    first?.lose();
    expect(conversation.state).toEqual({ phase: "connecting", attempt: 1 });
    second?.tell(hello());
    expect(conversation.state).toEqual({ phase: "open" });
    conversation.close();
  });
});

describe("reading", () => {
  test("W17 frames come in their order, and unknown ones among them", async () => {
    await using server = await startLiveServer();
    const { conversation, frames } = connect(server);
    const peer = await server.accept();
    const newer = { event_type: "conversation.mood", seq: 2 };
    for (const frame of [hello(), delta(1, "Of "), newer, delta(3, "course.")]) peer.send(frame);
    expect(await read(frames, 4)).toEqual([
      hello(),
      delta(1, "Of "),
      { event_type: "unknown", name: "conversation.mood", seq: 2, raw: newer },
      delta(3, "course."),
    ]);
    conversation.close();
  });

  test("what cannot be read is counted and said, and the conversation goes on", async () => {
    await using server = await startLiveServer();
    const { conversation, frames } = connect(server);
    const peer = await server.accept();
    for (const frame of [hello(), "{", { ...delta(1, "x"), properties: {} }, delta(2, "y")]) peer.send(frame);
    expect(await read(frames, 2)).toEqual([hello(), delta(2, "y")]);
    expect(conversation.unreadable).toEqual({
      count: 2,
      last: "properties.text: expected a string, got nothing (conversation.replica.delta)",
    });
    conversation.close();
  });

  test("a second reader is refused", async () => {
    await using server = await startLiveServer();
    const { conversation } = connect(server);
    expect(() => conversation[Symbol.asyncIterator]()).toThrow("one reader");
    conversation.close();
  });

  test("W25 a trace holds every frame, both ways", async () => {
    await using server = await startLiveServer();
    const trace = recordTrace({ now: () => 0 });
    const { conversation, frames } = connect(server, { trace });
    conversation.respond("hi");
    const peer = await server.accept();
    peer.send(hello());
    peer.send({ event_type: "conversation.mood", seq: 2 });
    await read(frames, 2);
    expect(trace.lines.map((line) => JSON.parse(line)).map((line) => [line.direction, line.frame.event_type])).toEqual([
      ["in", "conversation.respond"],
      ["out", "system.hello"],
      ["out", "conversation.mood"],
    ]);
    conversation.close();
  });
});

describe("losing the connection", () => {
  test("W23 resumes after the highest seq that was seen", async () => {
    await using server = await startLiveServer();
    const { conversation, frames, timers } = connect(server);
    const first = await server.accept();
    for (const frame of [hello(), delta(4, "Of "), delta(7, "cour")]) first.send(frame);
    await read(frames, 3);
    first.cut();
    await timers.set(PAUSE);
    timers.fire();
    const second = await server.accept();
    expect(second.url).toBe("/v2/conversations/c1/live?turns=client&after_seq=7");
    // The hello's own seq does not count as seen, and what was seen does not come twice.
    for (const frame of [hello(9), delta(7, "cour"), delta(8, "se.")]) second.send(frame);
    expect(await read(frames, 2)).toEqual([hello(9), delta(8, "se.")]);
    expect(conversation.seq).toBe(8);
    conversation.close();
  });

  test("W23 a connection lost before its first frame resumes where it had joined", async () => {
    await using server = await startLiveServer();
    const { conversation, frames, timers } = connect(server);
    const first = await server.accept();
    first.send(hello(40));
    await read(frames, 1);
    first.close(1012);
    await timers.set(PAUSE);
    timers.fire();
    expect((await server.accept()).url).toContain("after_seq=40");
    conversation.close();
  });

  test("messages wait for the next connection, up to a bound that throws", async () => {
    await using server = await startLiveServer();
    const { conversation, timers } = connect(server, { maxUnsent: 2 });
    const first = await server.accept();
    first.send(hello());
    await reach(conversation, "open");
    first.close(1011);
    await timers.set(PAUSE);
    conversation.respond("one");
    conversation.respond("two");
    expect(() => conversation.respond("three")).toThrow(
      "conversation.respond was not sent: too much waits for the connection (reconnecting)",
    );
    timers.fire();
    const second = await server.accept();
    second.send(hello());
    expect([await second.next(), await second.next()]).toMatchObject([
      { properties: { text: "one" } },
      { properties: { text: "two" } },
    ]);
    conversation.close();
  });

  test("gives up after its attempts and tells the reader", async () => {
    const server = await startLiveServer();
    await server[Symbol.asyncDispose]();
    const { conversation, frames, timers } = connect(server, { retry: { maxAttempts: 2 } });
    await timers.set(PAUSE);
    timers.fire();
    await expect(frames.next()).rejects.toMatchObject({
      name: "ReparteeError",
      code: "unreachable",
      message: expect.stringContaining("no connection after 2 attempts (last: close code 1006"),
    });
    expect(conversation.state.phase).toBe("closed");
    expect(timers.delays).toEqual([]);
  });

  test.each([
    [4401, "unauthorized"],
    [4404, "not_found"],
    [4400, "bad_request"],
  ])("W22 %i is final, and the reader is told in the server's words", async (code, name) => {
    await using server = await startLiveServer();
    const { frames } = connect(server);
    (await server.accept()).close(code, "in the server's words");
    await expect(frames.next()).rejects.toMatchObject({ code: name, message: "in the server's words" });
    expect(await frames.next()).toMatchObject({ done: true });
    expect(server.connections).toBe(1);
  });

  test("W22 4410 is the end of the conversation: the reader gets the rest, and then nothing", async () => {
    await using server = await startLiveServer();
    const { conversation, frames } = connect(server);
    const peer = await server.accept();
    const bye = frameOf("system.shutdown", { reason: "ended" }, { seq: 3 });
    for (const frame of [hello(), delta(1, "Bye."), bye]) peer.send(frame);
    peer.close(4410);
    await reach(conversation, "closed");
    expect(await read(frames, 3)).toEqual([hello(), delta(1, "Bye."), bye]);
    expect(await frames.next()).toEqual({ done: true, value: undefined });
    expect(() => conversation.respond("hello?")).toThrow("the conversation is closed");
  });
});

describe("a reader that is too slow", () => {
  test("has the client hang up at the bound, and resume when the frames were read", async () => {
    await using server = await startLiveServer();
    const { conversation, frames } = connect(server, { maxUnread: 3 });
    const first = await server.accept();
    for (const frame of [hello(), ...[1, 2, 3, 4].map((seq) => delta(seq, "x"))]) first.send(frame);
    expect(await first.closed).toBe(4408);
    expect(conversation.state).toMatchObject({ phase: "reconnecting", waitsFor: "reader" });
    expect(await read(frames, 3)).toEqual([hello(), delta(1, "x"), delta(2, "x")]);
    const second = await server.accept();
    expect(second.url).toContain("after_seq=2");
    for (const frame of [hello(4), delta(3, "x"), delta(4, "x")]) second.send(frame);
    expect(await read(frames, 3)).toEqual([hello(4), delta(3, "x"), delta(4, "x")]);
    conversation.close();
  });
});

describe("leaving", () => {
  test("breaking out of the loop closes the connection", async () => {
    await using server = await startLiveServer();
    const client = createClient({ baseUrl: server.baseUrl });
    const conversation = client.connect("c1");
    const peer = await server.accept();
    peer.send(hello());
    for await (const frame of conversation) {
      expect(frame.event_type).toBe("system.hello");
      break;
    }
    expect(await peer.closed).toBe(1000);
    expect(conversation.state).toEqual({ phase: "closed", end: { type: "asked" } });
  });

  test("closing drops what was not read and ends the loop, also twice", async () => {
    await using server = await startLiveServer();
    const { conversation, frames, timers } = connect(server);
    const peer = await server.accept();
    peer.send(hello());
    await reach(conversation, "open");
    conversation.close();
    conversation.close();
    expect(await frames.next()).toEqual({ done: true, value: undefined });
    expect(await peer.closed).toBe(1000);
    expect(timers.delays).toEqual([]);
  });

  test("closing while it waits to dial again dials no more", async () => {
    await using server = await startLiveServer();
    const { conversation, frames, timers } = connect(server);
    (await server.accept()).cut();
    await timers.set(PAUSE);
    conversation.close();
    expect(timers.delays).toEqual([]);
    expect(await frames.next()).toMatchObject({ done: true });
    expect(server.connections).toBe(1);
  });

  test("aborted before it began, it never dials, and the reader is told why", async () => {
    await using server = await startLiveServer();
    const reason = new Error("not today");
    const { frames, timers } = connect(server, { signal: AbortSignal.abort(reason) });
    await expect(frames.next()).rejects.toBe(reason);
    expect(timers.delays).toEqual([]);
    expect(server.connections).toBe(0);
  });

  test("aborted before the hello, it hangs up", async () => {
    await using server = await startLiveServer();
    const abort = new AbortController();
    const { frames } = connect(server, { signal: abort.signal });
    const peer = await server.accept();
    abort.abort(new Error("left"));
    await expect(frames.next()).rejects.toThrow("left");
    await peer.closed;
  });

  test("aborted in the middle, a waiting reader is told, and the rest is dropped", async () => {
    await using server = await startLiveServer();
    const abort = new AbortController();
    const { conversation, frames } = connect(server, { signal: abort.signal });
    const peer = await server.accept();
    peer.send(hello());
    await read(frames, 1);
    const waiting = frames.next();
    abort.abort(new Error("left"));
    await expect(waiting).rejects.toThrow("left");
    expect(await peer.closed).toBe(1000);
    expect(conversation.state).toEqual({ phase: "closed", end: { type: "aborted" } });
  });

  test("aborted after the end, nothing happens", async () => {
    await using server = await startLiveServer();
    const abort = new AbortController();
    const { conversation, frames } = connect(server, { signal: abort.signal });
    conversation.close();
    abort.abort(new Error("left"));
    expect(await frames.next()).toMatchObject({ done: true });
    expect(conversation.state).toEqual({ phase: "closed", end: { type: "asked" } });
  });

  test("the states are told to the last", async () => {
    await using server = await startLiveServer();
    const { conversation } = connect(server);
    const phases: string[] = [];
    const watching = (async () => {
      for await (const state of conversation.states()) phases.push(state.phase);
    })();
    (await server.accept()).send(hello());
    await reach(conversation, "open");
    conversation.close();
    await watching;
    expect(phases).toEqual(["connecting", "open", "closed"]);
  });
});
