import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Clock } from "../ports/clock.ts";
import { parseChatRequest, type ChatRequest } from "./chat-request.ts";
import type { Replies } from "./replies.ts";

/** A running OpenAI-compatible endpoint without weights; dispose it to stop listening and drop its connections. */
export interface ReplayEndpoint extends AsyncDisposable {
  /** With `/v1`, ready to be a `base_url`. */
  readonly url: string;
}

export interface EndpointOptions {
  readonly clock: Pick<Clock, "now" | "after">;
  readonly replies: Replies;
  /** From the request to the first token. */
  readonly ttftMs: number;
  /** Tokens a second; 0 sends all at once. */
  readonly rate: number;
}

const mostBodyBytes = 16 * 1024 * 1024;
const created = 1_760_000_000;

/** Speaks at a given pace, and stops as soon as its socket closes. Listens on loopback. */
export async function openReplayEndpoint(options: EndpointOptions): Promise<ReplayEndpoint> {
  const server = createServer((request, response) => {
    // A request that breaks off while it is read has nobody left to tell.
    answer(request, response, options).catch(() => response.destroy());
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: EndpointOptions): Promise<void> {
  const path = (request.url ?? "").split("?")[0];
  if (request.method === "GET" && path === "/v1/models") {
    return sendJson(response, 200, { object: "list", data: [{ id: "replay", object: "model", created }] });
  }
  if (request.method !== "POST" || path !== "/v1/chat/completions") {
    return sendJson(response, 404, { error: { message: `there is nothing at ${path}`, type: "error" } });
  }
  const asked = parseChatRequest(await readBody(request));
  if (asked === undefined) {
    const message = "the body is not a chat completion request: it needs messages";
    return sendJson(response, 400, { error: { message, type: "invalid_request_error" } });
  }
  const tokens = options.replies.tokensFor(asked.lastUserText);
  if (asked.stream) speak({ asked, tokens, response, options });
  else sendJson(response, 200, completion(asked, tokens));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request) {
    if (!(part instanceof Uint8Array)) continue;
    size += part.length;
    if (size > mostBodyBytes) throw new Error(`the request is larger than ${mostBodyBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

interface Speech {
  readonly asked: ChatRequest;
  readonly tokens: readonly string[];
  readonly response: ServerResponse;
  readonly options: EndpointOptions;
}

/** Each token has its time from the beginning, so that a timer that is late delays none after it. */
function speak({ asked, tokens, response, options: { clock, ttftMs, rate } }: Speech): void {
  const firstAt = clock.now() + ttftMs;
  const dueAt = (index: number): number => firstAt + (rate > 0 ? (index * 1000) / rate : 0);
  let sent = 0;
  let cancel = clock.after(ttftMs, next);
  response.once("close", () => cancel());
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  response.flushHeaders();

  function next(): void {
    if (sent === 0) response.write(choice(asked, { role: "assistant", content: "" }, null));
    for (; sent < tokens.length && dueAt(sent) <= clock.now(); sent += 1) {
      response.write(choice(asked, { content: tokens[sent] }, null));
    }
    if (sent < tokens.length) return void (cancel = clock.after(dueAt(sent) - clock.now(), next));
    response.write(choice(asked, {}, "stop"));
    if (asked.includeUsage) response.write(event({ ...head(asked), choices: [], usage: usageOf(asked, sent) }));
    response.end("data: [DONE]\n\n");
  }
}

function event(body: object): string {
  return `data: ${JSON.stringify(body)}\n\n`;
}

function head({ model }: ChatRequest): object {
  return { id: "chatcmpl-replay", object: "chat.completion.chunk", created, model };
}

function choice(asked: ChatRequest, delta: object, finish_reason: string | null): string {
  return event({ ...head(asked), choices: [{ index: 0, delta, finish_reason }] });
}

function completion(asked: ChatRequest, tokens: readonly string[]): object {
  const message = { role: "assistant", content: tokens.join("") };
  const choices = [{ index: 0, message, finish_reason: "stop" }];
  return { ...head(asked), object: "chat.completion", choices, usage: usageOf(asked, tokens.length) };
}

function usageOf({ promptTokens }: ChatRequest, sent: number): object {
  return { prompt_tokens: promptTokens, completion_tokens: sent, total_tokens: promptTokens + sent };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
