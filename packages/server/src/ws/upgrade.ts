import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { MAX_FRAME_BYTES, parseConnectOptions, type CloseCode, type ConnectOptions } from "@repartee/protocol";
import { WebSocketServer, type WebSocket } from "ws";
import type { Auth } from "../http/auth.ts";
import { addressProblem } from "../http/guard.ts";
import type { MeetingTokens } from "../http/meeting-token.ts";
import type { OriginRules } from "../http/origin.ts";
import type { HttpProblem } from "../http/problem.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { StoreError, type ConversationStore } from "../ports/store.ts";
import type { Listener } from "../session/audience.ts";
import type { RunningConversations } from "../session/directory.ts";
import { errorFrame } from "../session/notice-frames.ts";
import type { Session } from "../session/session.ts";
import { closeReason } from "./close-reason.ts";
import { serveConnection } from "./connection.ts";
import { startHeartbeat } from "./heartbeat.ts";

export interface LiveParts {
  readonly conversations: Pick<RunningConversations, "open">;
  readonly store: Pick<ConversationStore, "events">;
  readonly auth: Auth;
  readonly origins: OriginRules;
  readonly meetingTokens: MeetingTokens;
  readonly clock: Clock;
  readonly log: Log;
}

/** The live channel: `GET /v2/conversations/{conversation_id}/live`, upgraded to a WebSocket. */
export interface LiveChannel {
  readonly connections: number;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Resolves when every peer has gone; one that does not answer is cut off. */
  close(): Promise<void>;
}

/** How long a peer may take to answer the close. */
const farewellMs = 1000;

const path = /^\/v2\/conversations\/([^/]+)\/live$/;

export function createLiveChannel(parts: LiveParts): LiveChannel {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, clientTracking: true });
  const stopHeartbeat = startHeartbeat(server, parts.clock);

  async function answer(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const admission = await admit(request, parts);
    if (!admission.ok && !cannotReadStatus(request)) return refuseHttp(socket, admission);
    server.handleUpgrade(request, socket, head, (peer) => {
      server.emit("connection", peer, request);
      if (admission.ok) void welcome(peer, admission);
      else peer.close(admission.close, closeReason(admission.message));
    });
  }

  async function welcome(socket: WebSocket, admission: Admitted): Promise<void> {
    const { workspaceId, conversationId, options } = admission;
    // Until the conversation is awake, frames wait in the socket.
    socket.pause();
    try {
      const session = await parts.conversations.open(workspaceId, conversationId);
      socket.resume();
      // It may have gone while the conversation was woken.
      if (socket.readyState !== socket.OPEN) return;
      if (session === undefined) return socket.close(4404, "there is no such conversation");
      if (session === "ended" || session.ended) return socket.close(4410, "the conversation has ended");
      if (session.problem !== undefined) return turnAway(socket, session, session.problem);
      await serveConnection({ ...parts, socket, session, workspaceId, options });
    } catch (cause) {
      socket.resume();
      if (!(cause instanceof StoreError)) {
        parts.log.error("a connection could not be served", { conversationId, cause });
        return socket.close(1011, "a fault of the server; dial again");
      }
      const { code, message: reason } = cause;
      parts.log.warn("a conversation could not be read", { conversationId, code, reason });
      if (code === "closed") socket.close(1012, "the server is stopping; dial again");
      else socket.close(1013, `the store failed (${code}); dial again`);
    }
  }

  return {
    get connections() {
      return server.clients.size;
    },
    upgrade(request, socket, head) {
      socket.on("error", () => socket.destroy());
      answer(request, socket, head).catch((cause: unknown) => {
        parts.log.error("an upgrade failed", { cause });
        refuseHttp(socket, { status: 500, message: "internal error" });
      });
    },
    async close() {
      stopHeartbeat();
      const gone = [...server.clients].map((peer) => new Promise<void>((done) => peer.once("close", () => done())));
      for (const peer of server.clients) peer.close(1012, "the server is stopping; dial again");
      server.close();
      const cancel = parts.clock.after(farewellMs, () => {
        for (const peer of server.clients) peer.terminate();
      });
      await Promise.all(gone);
      cancel();
    },
  };
}

/** Says why this conversation cannot be held, and ends the connection. */
function turnAway(socket: WebSocket, session: Session, problem: string): void {
  const listener: Listener = {
    features: new Set(),
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, closeReason(reason)),
  };
  session.tell(listener, errorFrame("model_bad_request", problem, session.hello.atMs));
  listener.close(1011, problem);
}

interface Admitted {
  readonly ok: true;
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly options: ConnectOptions;
}

interface Refused {
  readonly ok: false;
  readonly status: number;
  readonly close: CloseCode;
  readonly message: string;
}

/** Whether this request may become a connection, and to what. */
async function admit(request: IncomingMessage, parts: LiveParts): Promise<Admitted | Refused> {
  const asked = toRequest(request);
  if (asked === undefined) return refuse(400, 4400, "the address of the request is not one");
  const problem = addressProblem(asked, parts.origins);
  if (problem !== undefined) return refuse(problem.status, 1008, wordsOf(problem));
  const url = new URL(asked.url);
  const conversationId = path.exec(url.pathname)?.[1];
  if (conversationId === undefined) {
    return refuse(404, 4404, "only /v2/conversations/{conversation_id}/live can be upgraded to a WebSocket");
  }
  const read = parseConnectOptions(url.searchParams);
  if (!read.ok) return refuse(400, 4400, read.message);
  const workspaceId = await workspaceOf(asked, { conversationId, token: read.options.token, parts });
  if (workspaceId === undefined) return refuse(401, 4401, "Invalid access token");
  return { ok: true, workspaceId, conversationId, options: read.options };
}

async function workspaceOf(
  asked: Request,
  { conversationId, token, parts }: { conversationId: string; token: string | undefined; parts: LiveParts },
): Promise<string | undefined> {
  const meeting = token === undefined ? undefined : await parts.meetingTokens.verify(token);
  if (meeting?.conversationId === conversationId) return meeting.workspaceId;
  return (await parts.auth.authenticate(asked))?.workspaceId;
}

function wordsOf({ body, message }: HttpProblem): string {
  return typeof body["message"] === "string" ? body["message"] : message;
}

function refuse(status: number, close: CloseCode, message: string): Refused {
  return { ok: false, status, close, message };
}

/** The upgrade as the web-standard request that the other doors read. */
function toRequest(request: IncomingMessage): Request | undefined {
  const url = URL.parse(request.url ?? "/", "http://localhost");
  if (url === null) return undefined;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return new Request(url, { headers });
}

/** The WebSocket of the Fetch standard (browsers, Node) hides the status of a refusal: it is told by close code. */
function cannotReadStatus(request: IncomingMessage): boolean {
  return request.headers["sec-fetch-mode"] === "websocket" || request.headers.origin !== undefined;
}

const statusText: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  421: "Misdirected Request",
  500: "Internal Server Error",
};

function refuseHttp(socket: Duplex, { status, message }: { status: number; message: string }): void {
  // The shapes of the API: 401 has only a message.
  const body = JSON.stringify(status === 401 ? { message } : { error: message, message });
  const lines = [
    `HTTP/1.1 ${status} ${statusText[status] ?? "Error"}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}
