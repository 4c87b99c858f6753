import { once } from "node:events";
import { readOutbound, type OutboundFrame } from "@repartee/protocol";
import { WebSocket } from "ws";
import { callApi, idOf, type Target } from "./door.ts";
import type { Heard } from "./judge.ts";
import { bookingTool, callsTools, type Run } from "./run.ts";

/** Asks in a conversation of its own, by the live channel; an aborted `signal` means that nobody waits any longer. */
export async function askLive(target: Target, run: Run, signal: AbortSignal): Promise<Heard> {
  const socket = await openConversation(target, {
    model: run.model,
    ...(callsTools(run.fault) ? { tools: [bookingTool] } : {}),
  });
  try {
    return await ask(socket, run.question, signal);
  } finally {
    socket.terminate();
  }
}

/** A conversation with a persona made for it, whose `layers.llm` this is; its channel has said hello. */
async function openConversation(target: Target, llm: object): Promise<WebSocket> {
  const persona = await callApi(target, "POST /v2/personas", { system_prompt: "You talk.", layers: { llm } });
  const persona_id = idOf(persona, "persona_id");
  const id = idOf(await callApi(target, "POST /v2/conversations", { persona_id }), "conversation_id");
  const address = `${target.url.replace(/^http/, "ws")}/v2/conversations/${id}/live?turns=client`;
  const socket = new WebSocket(address, { headers: { "x-api-key": target.apiKey }, perMessageDeflate: false });
  await once(socket, "message");
  return socket;
}

function say(socket: WebSocket, eventType: string, properties: object = {}): void {
  socket.send(JSON.stringify({ message_type: "conversation", event_type: eventType, properties }));
}

function ask(socket: WebSocket, question: string, signal: AbortSignal): Promise<Heard> {
  const listening = new Listening(socket);
  return new Promise((done) => {
    socket.on("message", (bytes: Buffer) => {
      const read = readOutbound(JSON.parse(bytes.toString()));
      if (!read.ok || read.frame.event_type === "unknown") throw new Error(`no frame of ours: ${bytes.toString()}`);
      const ended = listening.to(read.frame);
      if (ended !== undefined) done(listening.end(ended));
    });
    // A channel that closes is no way to say that something failed.
    socket.on("close", () => done(listening.end("cut")));
    socket.on("error", () => undefined);
    signal.addEventListener("abort", () => done(listening.end("never")), { once: true });
    listening.begin();
    say(socket, "conversation.user.turn_end", { text: question });
  });
}

/** What one turn has said so far. */
class Listening {
  readonly #socket: WebSocket;
  #from = 0;
  #deltas = "";
  #utterance = "";
  readonly #calls: string[] = [];
  #firstMs: number | undefined;
  #code: string | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  begin(): void {
    this.#from = performance.now();
  }

  /** How the turn ended, once it has. */
  to(frame: OutboundFrame): Heard["ended"] | undefined {
    switch (frame.event_type) {
      case "conversation.replica.delta":
        this.#firstMs ??= performance.now() - this.#from;
        this.#deltas += frame.properties.text;
        return undefined;
      case "conversation.utterance":
        if (frame.properties.role !== "user") this.#utterance = frame.properties.speech;
        return undefined;
      case "conversation.tool_call": {
        const { name, arguments: given, tool_call_id } = frame.properties;
        if (tool_call_id !== undefined && tool_call_id !== "") this.#calls.push(`${name}(${given})`);
        say(this.#socket, "conversation.tool_result", { tool_call_id, output: "coach seven" });
        return undefined;
      }
      case "conversation.error":
        this.#code = frame.properties.code;
        return undefined;
      case "conversation.turn.completed":
        if (frame.properties.outcome !== "failed") return "finished";
        return this.#code === undefined ? "cut" : "failed";
      default:
        return undefined;
    }
  }

  end(ended: Heard["ended"]): Heard {
    const isSame = this.#deltas.trim() === this.#utterance.trim();
    return {
      ended,
      // Who is told two things is told no whole answer.
      text: isSame ? this.#utterance : `${this.#deltas} | ${this.#utterance}`,
      calls: this.#calls,
      ...(this.#code === undefined ? {} : { code: this.#code }),
      firstMs: this.#firstMs,
      tookMs: performance.now() - this.#from,
    };
  }
}
