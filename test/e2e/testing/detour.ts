import { createServer, connect, type Socket } from "node:net";

/** A port that leads somewhere else, and can be led to another place: how an upstream that failed comes back. */
export interface Detour extends AsyncDisposable {
  readonly url: string;
  /** From now on it leads here; connections that there are break. */
  lead(url: string): void;
}

export async function openDetour(url: string): Promise<Detour> {
  let target = url;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.resetAndDestroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server on TCP has an address with a port");
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    lead(next) {
      target = next;
      breakAll();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      breakAll();
      await closed;
    },
  };
}
