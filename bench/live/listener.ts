import { Agent, request } from "node:http";
import { WebSocket } from "ws";
import { isRecord } from "./sample.ts";

/** Streams that are open and silent, to be set talking one by one. */
export interface Streams {
  readonly count: number;
  /** Asks for a reply on one of them. */
  ask(index: number): void;
  close(): void;
}

export type Hear = (text: string) => void;

export interface Server {
  readonly url: string;
  readonly apiKey: string;
}

const openAtOnce = 50;

/** The live channels of conversations; `hear` is given the text of every delta. */
export async function openConversations(server: Server, ids: readonly string[], hear: Hear): Promise<Streams> {
  const sockets: WebSocket[] = [];
  for (let from = 0; from < ids.length; from += openAtOnce) {
    const batch = ids.slice(from, from + openAtOnce).map((id) => openSocket(server, id, hear));
    sockets.push(...(await Promise.all(batch)));
  }
  const ask = JSON.stringify({
    message_type: "conversation",
    event_type: "conversation.respond",
    properties: { text: "Please go on." },
  });
  return {
    count: sockets.length,
    ask: (index) => sockets[index]?.send(ask),
    close: () => sockets.forEach((socket) => socket.terminate()),
  };
}

function openSocket(server: Server, id: string, hear: Hear): Promise<WebSocket> {
  const address = `${server.url.replace(/^http/, "ws")}/v2/conversations/${id}/live?turns=client`;
  const socket = new WebSocket(address, { headers: { "x-api-key": server.apiKey }, perMessageDeflate: false });
  return new Promise((done, fail) => {
    socket.on("error", fail);
    socket.on("close", (code, reason) => fail(new Error(`a live channel closed: ${code} ${reason.toString()}`)));
    socket.on("message", (bytes: Buffer) => {
      const frame: unknown = JSON.parse(bytes.toString());
      if (!isRecord(frame) || !isRecord(frame["properties"])) return;
      if (frame["event_type"] === "system.hello") done(socket);
      const { text } = frame["properties"];
      if (frame["event_type"] === "conversation.replica.delta" && typeof text === "string") hear(text);
    });
  });
}

/** The same streams from the model itself, with no server between. */
export function openReplies(url: string, count: number, hear: Hear): Streams {
  const agent = new Agent({ maxSockets: Infinity });
  const body = JSON.stringify({ model: "bench", stream: true, messages: [{ role: "user", content: "Please go on." }] });
  return {
    count,
    ask() {
      const call = request(`${url}/chat/completions`, { method: "POST", agent });
      call.on("error", () => {}); // `close` ends it in the middle.
      call.on("response", (response) => {
        let rest = "";
        response.setEncoding("utf8");
        response.on("error", () => {}); // As above.
        response.on("data", (chunk: string) => {
          const text = rest + chunk;
          const end = text.lastIndexOf("\n") + 1;
          rest = text.slice(end);
          hear(text.slice(0, end));
        });
      });
      call.end(body);
    },
    close: () => agent.destroy(),
  };
}
