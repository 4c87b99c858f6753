import { connect, createServer } from "node:net";
import type { Socket } from "node:net";

/** A way to a server on this machine that is as long as the way to one far away. */
export interface FarAway extends AsyncDisposable {
  readonly port: number;
}

/**
 * Passes TCP connections on to a port of this machine, each byte `oneWayMs` later, in both directions.
 *
 * On loopback a connection is made in no time; far away it takes there and back. So what a caller sends within
 * that time of connecting leaves only when it is over.
 */
export async function startFarAway(toPort: number, oneWayMs: number): Promise<FarAway> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(toPort, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay(true));
      socket.once("close", () => sockets.delete(socket));
    }
    const connectedAt = performance.now() + 2 * oneWayMs;
    carry(near, far, () => Math.max(performance.now(), connectedAt) + oneWayMs);
    carry(far, near, () => performance.now() + oneWayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Everything that comes out of one socket goes into the other when it is due, its end too, in its order. */
function carry(from: Socket, to: Socket, dueFor: () => number): void {
  const waiting: { readonly dueAt: number; readonly deliver: () => void }[] = [];
  const deliverDue = (): void => {
    for (;;) {
      const [next] = waiting;
      if (next === undefined) return;
      const leftMs = next.dueAt - performance.now();
      // A timer may come up to a millisecond early.
      if (leftMs > 0.1) return void setTimeout(deliverDue, leftMs);
      waiting.shift();
      next.deliver();
    }
  };
  const send = (deliver: () => void): void => {
    waiting.push({ dueAt: dueFor(), deliver });
    if (waiting.length === 1) deliverDue();
  };
  from.on("data", (bytes: Buffer) => send(() => to.write(bytes)));
  from.on("end", () => send(() => to.end()));
  from.on("error", () => undefined);
  from.once("close", () => send(() => to.destroy()));
}
