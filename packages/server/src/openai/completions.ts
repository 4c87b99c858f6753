import type { IncomingMessage, ServerResponse } from "node:http";
import { costOf } from "@repartee/engine";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { ModelClient, ModelMessage, ModelRequest } from "../ports/model-client.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { conversationOf, readBody, traceparentOf } from "./asking.ts";
import { joinTools, readChatCall, type ChatCall } from "./chat-call.ts";
import { createChunks } from "./chunks.ts";
import { streamAnswer, wholeAnswer, type Generation } from "./generation.ts";
import { hasMore } from "./messages.ts";
import { EventOutlet } from "./outlet.ts";
import { hostedParameters } from "./parameters.ts";
import { errorBody, OpenAiProblem } from "./problem.ts";
import { findTarget, type Target, type TargetParts } from "./target.ts";
import { assertFits, countAll, estimate, type TokenCount } from "./window.ts";

export interface CompletionParts extends TargetParts {
  readonly model: ModelClient;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The tokenizer, loaded when it is first needed. */
  readonly tokenCounter: () => Promise<TokenCount>;
  readonly telemetry?: Pick<Telemetry, "traced" | "spent" | "answered">;
  /** What a failure is to the caller; it is told to the log where they may not know more. */
  readonly explain: (cause: unknown) => OpenAiProblem;
}

export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly workspaceId: string;
  /** Aborted when the caller leaves, or the server stops. */
  readonly signal: AbortSignal;
}

/** Answers `POST /v1/chat/completions`. Throws what went wrong before anything was said. */
export async function answerCompletion(asked: Asked, parts: CompletionParts): Promise<void> {
  const conversationId = conversationOf(asked.request, () => parts.ids.create("v1-"));
  const call = readChatCall(await readBody(asked.request));
  const target = await findTarget(call.model, asked.workspaceId, parts);
  const request: ModelRequest = { ...toModelRequest(call, target), conversationId };
  const { window, bytes } = target;
  await assertFits(request, { window, bytes: call.bytes + bytes, counter: parts.tokenCounter });
  await answer(asked, call, { ...parts, request });
}

interface AnswerParts extends CompletionParts {
  readonly request: ModelRequest;
}

async function answer({ request: asked, response, signal }: Asked, call: ChatCall, parts: AnswerParts): Promise<void> {
  const { request, ids, clock, telemetry } = parts;
  const { upstream } = request;
  const created = Math.floor(clock.wall().getTime() / 1000);
  const head = { id: ids.create("chatcmpl-"), created, model: call.model, usage: call.usage };
  const generation: Generation = {
    model: telemetry?.traced(parts.model, traceparentOf(asked)) ?? parts.model,
    request,
    signal,
    head,
    promptTokens: () => countAll(request, estimate),
    spent: ({ usage, price }) => telemetry?.spent({ upstream, usage, cost: costOf(usage, price) }),
  };
  if (call.streamed) return stream(generation, response, parts);
  const body = await wholeAnswer(generation);
  if (signal.aborted) return;
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** A failure after the first word is an event of its own, and `[DONE]` does not follow. */
async function stream(generation: Generation, response: ServerResponse, parts: AnswerParts): Promise<void> {
  const outlet = new EventOutlet(response);
  try {
    await streamAnswer(generation, outlet, createChunks(generation.head));
  } catch (cause) {
    if (!outlet.opened) throw cause;
    outlet.end(`data: ${errorBody(parts.explain(cause))}\n\n`);
  }
}

function toModelRequest(call: ChatCall, target: Target): Omit<ModelRequest, "conversationId"> {
  const { upstream, head, hosted } = target;
  assertSees(call.messages, target);
  return {
    upstream,
    messages: head.length === 0 ? call.messages : [...head, ...call.messages],
    tools: joinTools(target.tools, call.tools),
    parameters: hosted ? hostedParameters(call.parameters) : call.parameters,
  };
}

function assertSees(messages: readonly ModelMessage[], { upstream }: Target): void {
  if (upstream.kind === "openai" && upstream.capabilities?.vision !== false) return;
  const index = messages.findIndex(({ extra }) => hasMore(extra?.["content"]));
  if (index === -1) return;
  const param = `messages.${index}.content`;
  throw new OpenAiProblem(400, `${param}: ${upstream.name} takes text only; leave images out`, { param });
}
