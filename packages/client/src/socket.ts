/** The slice of a WebSocket that the client uses: a browser's, Node's own, or the package `ws`. */
export interface Socket {
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
  addEventListener(type: "error", listener: () => void): void;
}

/** A constructor of sockets; in Node its second argument may be `{ headers }`. */
export type SocketConstructor = new (url: string) => Socket;

export interface DialOptions {
  readonly WebSocket: SocketConstructor;
  readonly url: string;
  readonly apiKey?: string | undefined;
}

/** Opens a socket, with the key as a header where the platform can send one. */
export function dialSocket(options: DialOptions): Socket {
  const { WebSocket, url, apiKey } = options;
  if (apiKey === undefined) return new WebSocket(url);
  try {
    // The second argument of the standard is a subprotocol; Node and `ws` take options there as well.
    const socket: Socket = Reflect.construct(WebSocket as Function, [url, { headers: { "x-api-key": apiKey } }]);
    return socket;
  } catch {
    // A browser cannot set a header and refuses the argument; its own cookie goes along with the plain form.
    return new WebSocket(url);
  }
}
