/** A line to a server that can be cut, kept from answering, and mended. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** From now on the server hears everything and its answers arrive nowhere; resolves when it has answered. */
  readonly swallowAnswer: () => Promise<void>;
  readonly letAnswer: () => void;
  /** Breaks all connections and takes no new ones. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let swallowed: (() => void) | undefined;
  const pair = (client: Socket): void => {
    const server = connect(target);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => {
        if (from === server && swallowed !== undefined) swallowed();
        else to.write(bytes);
      });
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  };
  let listener = createServer(pair).listen(0, "127.0.0.1");
  await once(listener, "listening");
  // With 127.0.0.1 it listens on TCP.
  const { port } = listener.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    if (!listener.listening) return;
    const closed = once(listener, "close");
    listener.close();
    for (const socket of sockets) socket.destroy();
    await closed;
    swallowed = undefined;
  };
  return {
    port,
    swallowAnswer: () => new Promise((answered) => (swallowed = answered)),
    letAnswer: () => (swallowed = undefined),
    cut,
    async mend() {
      listener = createServer(pair).listen(port, "127.0.0.1");
      await once(listener, "listening");
    },
    [Symbol.asyncDispose]: cut,
  };
}
