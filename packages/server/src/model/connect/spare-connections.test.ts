import { createServer, connect as connectTcp, Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { SpareConnections } from "./spare-connections.ts";
import type { Connect, Target } from "./spare-connections.ts";

interface Stage extends AsyncDisposable {
  readonly target: Target;
  readonly spares: SpareConnections;
  readonly clock: ManualClock;
  /** Of the server, in the order in which they came. */
  readonly accepted: readonly Socket[];
  /** How often the connector was asked. */
  readonly asked: () => number;
  /** Lets connections through, where the stage began with none coming through. */
  release(): void;
}

interface StageOptions {
  readonly most?: number;
  /** Connections come through only when they are released. */
  readonly held?: boolean;
}

async function stage({ most = 4, held = false }: StageOptions = {}): Promise<Stage> {
  const accepted: Socket[] = [];
  const server = createServer((socket) => void accepted.push(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  let asked = 0;
  const waiting: (() => void)[] = [];
  const connect: Connect = (_target, callback) => {
    asked += 1;
    const socket = connectTcp(port, "127.0.0.1");
    const answer = (): void => callback(null, socket);
    socket.once("connect", () => void (held ? waiting.push(answer) : answer()));
    socket.once("error", (error) => callback(error, null));
    return socket;
  };
  const clock = new ManualClock();
  const spares = new SpareConnections({ connect, clock, most, idleMs: 30_000 });
  return {
    target: { protocol: "http:", hostname: "127.0.0.1", port: String(port) },
    spares,
    clock,
    accepted,
    asked: () => asked,
    release: () => waiting.splice(0).forEach((answer) => answer()),
    async [Symbol.asyncDispose]() {
      spares[Symbol.dispose]();
      for (const socket of accepted) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function take({ spares, target }: Pick<Stage, "spares" | "target">): Promise<Socket> {
  return new Promise((resolve, reject) => {
    spares.connect(target, (...[error, socket]) => (error === null ? resolve(socket) : reject(error)));
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe("a spare connection", () => {
  test("M72 is what the next one who asks is given", async () => {
    await using on = await stage();
    on.spares.open(on.target);
    await until(() => on.accepted.length === 1);
    const socket = await take(on);
    expect({ asked: on.asked(), left: on.spares.size }).toEqual({ asked: 1, left: 0 });
    socket.destroy();
  });

  test("M72 that is still on its way is waited for, and no second one is made", async () => {
    await using on = await stage({ held: true });
    on.spares.open(on.target);
    await until(() => on.accepted.length === 1);
    const taken = take(on);
    on.release();
    (await taken).destroy();
    expect(on.asked()).toBe(1);
  });

  test("M72 the one that waits longest goes first", async () => {
    await using on = await stage();
    for (let count = 1; count <= 2; count += 1) {
      on.spares.open(on.target);
      await until(() => on.accepted.length === count);
    }
    const socket = await take(on);
    expect(socket.localPort).toBe(on.accepted[0]?.remotePort);
    socket.destroy();
  });

  test("M72 is given to its own origin alone", async () => {
    await using on = await stage();
    on.spares.open(on.target);
    await until(() => on.accepted.length === 1);
    const socket = await take({ ...on, target: { ...on.target, hostname: "127.0.0.2" } });
    expect({ asked: on.asked(), left: on.spares.size }).toEqual({ asked: 2, left: 1 });
    socket.destroy();
  });

  test("M73 there are four to one origin at most", async () => {
    await using on = await stage();
    for (let count = 0; count < 10; count += 1) on.spares.open(on.target);
    expect({ asked: on.asked(), count: on.spares.count(on.target) }).toEqual({ asked: 4, count: 4 });
  });

  test("M73 that nobody took is closed after 30 s", async () => {
    await using on = await stage();
    on.spares.open(on.target);
    await until(() => on.clock.waiting === 1 && on.accepted.length === 1);
    on.clock.advance(29_999);
    expect(on.spares.size).toBe(1);
    on.clock.advance(1);
    expect(on.spares.size).toBe(0);
    on.accepted[0]?.resume();
    await until(() => on.accepted[0]?.destroyed === true);
  });

  test("M73 that was taken keeps no timer", async () => {
    await using on = await stage();
    on.spares.open(on.target);
    await until(() => on.clock.waiting === 1);
    (await take(on)).destroy();
    expect(on.clock.waiting).toBe(0);
  });

  test.each([
    ["closes", (socket: Socket) => socket.end()],
    ["resets", (socket: Socket) => socket.resetAndDestroy()],
  ] as const)("M73 that the upstream %s is forgotten", async (_how, close) => {
    await using on = await stage();
    on.spares.open(on.target);
    await until(() => on.accepted.length === 1 && on.clock.waiting === 1);
    for (const socket of on.accepted) close(socket);
    await until(() => on.spares.size === 0);
    expect(on.clock.waiting).toBe(0);
    (await take(on)).destroy();
    expect(on.asked()).toBe(2);
  });

  test("M73 on which the upstream spoke unasked is not given to anyone", async () => {
    await using on = await stage();
    on.spares.open(on.target);
    await until(() => on.accepted.length === 1 && on.clock.waiting === 1);
    on.accepted[0]?.write("HTTP/1.1 408 Request Timeout\r\n\r\n");
    // One way there, one way back: what was written before has come by then.
    on.spares.open(on.target);
    await until(() => on.accepted.length === 2 && on.clock.waiting === 2);
    await new Promise((resolve) => setImmediate(resolve));
    const socket = await take(on);
    expect(socket.localPort).toBe(on.accepted[1]?.remotePort);
    socket.destroy();
  });

  test("M73 that cannot be opened is not tried again, and troubles nobody", async () => {
    let asked = 0;
    const refuse: Connect = (_target, callback) => {
      asked += 1;
      queueMicrotask(() => callback(new Error("refused"), null));
      return undefined;
    };
    const spares = new SpareConnections({ connect: refuse, clock: new ManualClock() });
    const target = { protocol: "http:", hostname: "127.0.0.1", port: "9" };
    spares.open(target);
    await new Promise((resolve) => setImmediate(resolve));
    expect({ asked, size: spares.size }).toEqual({ asked: 1, size: 0 });
    await expect(take({ spares, target })).rejects.toThrow("refused");
  });

  test("M73 disposing closes those that wait and those that are on their way", async () => {
    await using on = await stage({ held: true });
    on.spares.open(on.target);
    await until(() => on.accepted.length === 1);
    on.spares[Symbol.dispose]();
    on.release();
    on.accepted[0]?.resume();
    await until(() => on.accepted[0]?.destroyed === true);
    expect({ size: on.spares.size, timers: on.clock.waiting }).toEqual({ size: 0, timers: 0 });
  });
});
