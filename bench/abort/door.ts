import { once } from "node:events";
import { request as dial } from "node:http";
import { WebSocket } from "ws";
import { isRecord } from "../live/sample.ts";
import type { BenchServer } from "../live/server.ts";

/** One question that is being answered. */
export interface Asked {
  /** Resolves with the first words. */
  readonly word: Promise<void>;
  /** The caller wants no more: closes the connection, or says `interrupt`. */
  leave(): void;
  /** Resolves when the next question may be asked. */
  readonly over: Promise<void>;
}

/** A way to ask a persona, as one conversation. */
export interface Door extends Disposable {
  /** As the upstream is told it. */
  readonly conversation: string;
  ask(): Asked;
}

export const doorNames = ["/v1", "live channel"] as const;
export type DoorName = (typeof doorNames)[number];

export async function openDoor(name: DoorName, server: BenchServer, persona: string): Promise<Door> {
  return name === "/v1" ? openV1(server, persona) : await openLive(server, persona);
}

/** A caller of `/v1` leaves by closing the connection: there is no other way. */
function openV1({ url, apiKey }: BenchServer, persona: string): Door {
  const conversation = "c-abort";
  const body = JSON.stringify({
    model: `persona:${persona}`,
    stream: true,
    messages: [{ role: "user", content: "Please go on." }],
  });
  const headers = { authorization: `Bearer ${apiKey}`, "conversation-id": conversation };
  return {
    conversation,
    ask() {
      const word = Promise.withResolvers<void>();
      const call = dial(`${url}/v1/chat/completions`, { method: "POST", headers, agent: false });
      call.on("error", () => undefined); // The end in the middle is what is measured.
      call.on("response", (response) => {
        response.on("error", () => undefined); // As above.
        response.once("data", () => word.resolve()).resume();
      });
      const over = new Promise<void>((done) => void call.once("close", done));
      call.end(body);
      return { word: word.promise, over, leave: () => void call.destroy() };
    },
    [Symbol.dispose]: () => undefined,
  };
}

async function openLive(server: BenchServer, persona: string): Promise<Door> {
  const [conversation = ""] = await server.createConversations(persona, 1);
  const address = `${server.url.replace(/^http/, "ws")}/v2/conversations/${conversation}/live?turns=client`;
  const socket = new WebSocket(address, { headers: { "x-api-key": server.apiKey }, perMessageDeflate: false });
  await once(socket, "message");
  const say = (event_type: string, properties: object): void =>
    socket.send(JSON.stringify({ message_type: "conversation", event_type, properties }));
  let [word, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  socket.on("message", (bytes: Buffer) => {
    const frame: unknown = JSON.parse(bytes.toString());
    if (!isRecord(frame)) return;
    if (frame["event_type"] === "conversation.replica.delta") word.resolve();
    if (frame["event_type"] === "conversation.turn.completed") over.resolve();
  });
  return {
    conversation,
    ask() {
      [word, over] = [Promise.withResolvers(), Promise.withResolvers()];
      say("conversation.respond", { text: "Please go on." });
      return { word: word.promise, over: over.promise, leave: () => say("conversation.interrupt", {}) };
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
}
