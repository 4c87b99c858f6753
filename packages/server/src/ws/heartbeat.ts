import type { WebSocket, WebSocketServer } from "ws";
import type { Clock } from "../ports/clock.ts";

/** How often every peer is asked whether it is still there; one that did not answer since is gone. */
const heartbeatMs = 15_000;

/** Finds the connections whose network has gone silent. The answer stops it. */
export function startHeartbeat(server: Pick<WebSocketServer, "clients" | "on">, clock: Clock): () => void {
  const answered = new WeakSet<WebSocket>();
  let cancel = clock.after(heartbeatMs, beat);

  server.on("connection", (socket: WebSocket) => {
    answered.add(socket);
    socket.on("pong", () => void answered.add(socket));
  });

  function beat(): void {
    for (const socket of server.clients) {
      if (answered.delete(socket)) socket.ping();
      else socket.terminate();
    }
    cancel = clock.after(heartbeatMs, beat);
  }

  return () => cancel();
}
