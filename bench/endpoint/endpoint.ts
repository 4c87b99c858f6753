import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createTlsServer } from "node:https";
import type { Server as NetServer, Socket } from "node:net";
import { createIdentity } from "./certificate.ts";
import { completion } from "./chunk.ts";
import { faultNames, faultScript, isFaultName } from "./fault.ts";
import type { FaultName } from "./fault.ts";
import { healthyReply } from "./healthy.ts";
import { play } from "./player.ts";
import type { Response } from "./player.ts";
import { behindSaid, createReplies, toTokens } from "./reply.ts";
import type { Replies } from "./reply.ts";
import { readBody, readCall } from "./request.ts";
import type { ChatCall, Request } from "./request.ts";
import { answer } from "./script.ts";
import type { Plan, Script } from "./script.ts";
import { createWheel } from "./wheel.ts";

export interface EndpointOptions {
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** From the request to the first token. */
  readonly ttftMs?: number;
  /** Tokens a second; 0 sends all at once. */
  readonly rate?: number;
  readonly replies?: Replies;
  /** Says this instead, and calls tools: asked with the messages of every request, over all rounds of a turn. */
  readonly say?: (messages: readonly unknown[]) => Saying | undefined;
  /** Does this to every request that asks for nothing else by `x-fault` or the model name `fault:<name>`. */
  readonly fault?: FaultName;
  /** Speaks TLS, with a certificate made for the occasion: HTTP/1.1 alone, or HTTP/2 to those who know it. */
  readonly secure?: "http/1.1" | "h2";
  /** Called for every request, and when its connection is over. */
  readonly observe?: (event: EndpointEvent) => void;
}

export interface Saying {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly arguments: string }[];
}

export type EndpointEvent =
  | { readonly type: "request"; readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }
  | { readonly type: "completed" | "aborted"; readonly atMs: number };

export interface EndpointStats {
  /** Ever opened. */
  connections: number;
  /** Open now. */
  open: number;
  requests: number;
  active: number;
  aborted: number;
  tokensSent: number;
}

/** A running OpenAI-compatible endpoint; dispose it to stop listening and drop its connections. */
export interface Endpoint extends AsyncDisposable {
  /** With `/v1`, ready to be a `base_url`. */
  readonly url: string;
  readonly stats: Readonly<EndpointStats>;
  /** What a caller must trust where it is `secure`, as PEM. */
  readonly certificate: string | undefined;
}

const tickMs = 2;

export async function startEndpoint(options: EndpointOptions = {}): Promise<Endpoint> {
  const stats: EndpointStats = { connections: 0, open: 0, requests: 0, active: 0, aborted: 0, tokensSent: 0 };
  const wheel = createWheel(tickMs);
  const earlierOf = countRequests();
  const stage = {
    wheel,
    tokenSent: (count: number) => void (stats.tokensSent += count),
    left(finished: boolean) {
      stats.active -= 1;
      if (!finished) stats.aborted += 1;
      options.observe?.({ type: finished ? "completed" : "aborted", atMs: performance.now() });
    },
  };
  const chat = async (request: Request, response: Response): Promise<void> => {
    const body = await readBody(request);
    options.observe?.({ type: "request", path: request.url ?? "", headers: request.headers, body });
    const earlierOfConversation = earlierOf(String(request.headers["conversation-id"] ?? ""));
    const script = chooseScript(body, request, { options, earlierRequests: stats.requests, earlierOfConversation });
    stats.requests += 1;
    stats.active += 1;
    play(script, response, stage);
  };
  const answerTo = (request: Request, response: Response): void => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (request.method === "POST" && path.endsWith("/chat/completions")) {
      // A request that breaks off while it is read has nobody left to tell.
      chat(request, response).catch(() => response.destroy());
    } else if (path === "/v1/models") sendJson(response, 200, models);
    else if (path === "/stats") sendJson(response, 200, { ...stats });
    else sendJson(response, 404, { error: { message: `there is nothing at ${path}`, type: "error" } });
  };
  const { server, certificate } = createListener(options.secure, answerTo);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    stats.connections += 1;
    stats.open += 1;
    sockets.add(socket);
    socket.once("close", () => {
      stats.open -= 1;
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", 4096, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${port}/v1`,
    stats,
    certificate,
    async [Symbol.asyncDispose]() {
      wheel.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** How many requests of a conversation came before this one. */
function countRequests(): (conversation: string) => number {
  const counts = new Map<string, number>();
  return (conversation) => {
    const earlier = counts.get(conversation) ?? 0;
    counts.set(conversation, earlier + 1);
    return earlier;
  };
}

type Answer = (request: Request, response: Response) => void;

function createListener(
  secure: EndpointOptions["secure"],
  answerTo: Answer,
): { readonly server: NetServer; readonly certificate: string | undefined } {
  if (secure === undefined) return { server: createServer(answerTo), certificate: undefined };
  const { key, certificate } = createIdentity();
  const server: NetServer =
    secure === "h2"
      ? createSecureServer({ key, cert: certificate, allowHTTP1: true }, answerTo)
      : createTlsServer({ key, cert: certificate }, answerTo);
  return { server, certificate };
}

const models = { object: "list", data: [{ id: "bench", object: "model", created: 1_760_000_000, owned_by: "bench" }] };

function sendJson(response: Response, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

interface Surroundings {
  readonly options: EndpointOptions;
  readonly earlierRequests: number;
  readonly earlierOfConversation: number;
}

function chooseScript(body: string, request: Request, around: Surroundings): Script {
  const call = parseCall(body);
  if (call === undefined) return refuse("the body is not a chat completion request: it needs messages");
  const plan = toPlan(call, request, around);
  const fault = faultFor(call, request, around.options);
  if (fault !== undefined) {
    if (!isFaultName(fault)) return refuse(`unknown fault ${fault}; there are ${faultNames.join(", ")}`);
    return faultScript(fault, plan);
  }
  return call.stream ? healthyReply(plan) : answer(200, { "content-type": "application/json" }, completion(plan));
}

function parseCall(body: string): ChatCall | undefined {
  try {
    return readCall(JSON.parse(body));
  } catch {
    return undefined; // Not JSON is the same answer as not a chat completion.
  }
}

function toPlan(call: ChatCall, request: Request, { options, ...earlier }: Surroundings): Plan {
  const rate = options.rate ?? 50;
  const said = options.say?.(call.messages);
  const callId = (index: number): string => `call_${earlier.earlierRequests + 1}_${index}`;
  return {
    tokens:
      said === undefined
        ? behindSaid((options.replies ?? defaultReplies).tokensFor(call.lastUserText), call.said ?? "")
        : toTokens(said.text ?? ""),
    calls: (said?.calls ?? []).map((one, index) => ({ id: callId(index), ...one })),
    ttftMs: options.ttftMs ?? 0,
    gapMs: rate > 0 ? 1000 / rate : 0,
    model: call.model,
    promptTokens: call.promptTokens,
    includeUsage: call.includeUsage,
    afterTool: call.afterTool,
    authorization: request.headers.authorization ?? "",
    ...earlier,
  };
}

const defaultReplies = createReplies();

function faultFor(call: ChatCall, request: Request, options: EndpointOptions): string | undefined {
  const header = request.headers["x-fault"];
  if (typeof header === "string") return header;
  return call.model.startsWith("fault:") ? call.model.slice("fault:".length) : options.fault;
}

function refuse(message: string): Script {
  return answer(
    400,
    { "content-type": "application/json" },
    JSON.stringify({ error: { message, type: "invalid_request_error" } }),
  );
}
