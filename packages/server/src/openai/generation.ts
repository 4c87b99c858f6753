import type { ModelClient, ModelPart, ModelRequest } from "../ports/model-client.ts";
import { ModelError } from "../ports/model-client.ts";
import type { Chunks } from "./chunks.ts";
import { doneEvent, usageOf, type ChunkHead } from "./chunks.ts";
import type { EventOutlet } from "./outlet.ts";
import { OpenAiProblem } from "./problem.ts";
import { ReplyTally, type ReplyEnd } from "./reply.ts";

/** One generation on its way to a caller. */
export interface Generation {
  readonly model: ModelClient;
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
  readonly head: ChunkHead;
  /** Counts the prompt, for an upstream that does not. */
  readonly promptTokens: () => number;
  /** Hears what a finished answer took. */
  readonly spent?: (end: ReplyEnd) => void;
}

/** What a whole answer may hold, in UTF-16 units: a model that never stops must not fill the memory. */
const longestAnswer = 8 * 1024 * 1024;

/**
 * Streams a generation as chunks, each as soon as it comes. `[DONE]` stands behind a finished answer and nowhere else.
 * Throws before the first event and after it; what that means is the caller's to tell.
 */
export async function streamAnswer(generation: Generation, outlet: EventOutlet, chunks: Chunks): Promise<void> {
  const { model, request, signal, head, promptTokens, spent } = generation;
  const tally = new ReplyTally(request.upstream.price);
  for await (const part of model.stream(request, signal)) {
    if (part.type === "finish") {
      const end = tally.end(part.reason, promptTokens);
      const { reason, usage } = end;
      spent?.(end);
      const role = outlet.opened ? "" : chunks.role;
      return outlet.end(role + chunks.finish(reason) + (head.usage ? chunks.usage(usage) : "") + doneEvent);
    }
    const event = eventOf(part, chunks, tally.calls);
    tally.take(part);
    if (event === undefined) continue;
    outlet.write(outlet.opened ? event : chunks.role + event);
    if (outlet.full) await outlet.caughtUp();
  }
  throw truncated(request);
}

function eventOf(part: ModelPart, chunks: Chunks, callIndex: number): string | undefined {
  switch (part.type) {
    case "text-delta":
      return chunks.text(part.text);
    case "reasoning-delta":
      return chunks.reasoning(part.text);
    case "tool-call":
      return chunks.call({ index: callIndex, id: part.id, name: part.name, arguments: part.arguments });
    case "usage":
    case "finish":
    case "served":
    case "notice":
      return undefined;
  }
}

/** Waits for a whole generation; answers it as the JSON of one `chat.completion`. */
export async function wholeAnswer(generation: Generation): Promise<string> {
  const { model, request, signal, head, promptTokens, spent } = generation;
  const tally = new ReplyTally(request.upstream.price);
  let [text, reasoning] = ["", ""];
  const calls: object[] = [];
  for await (const part of model.stream({ ...request, whole: true }, signal)) {
    tally.take(part);
    if (part.type === "text-delta") text += part.text;
    else if (part.type === "reasoning-delta") reasoning += part.text;
    else if (part.type === "tool-call") calls.push(wireCall(part));
    else if (part.type === "finish") {
      const end = tally.end(part.reason, promptTokens);
      const { reason, usage } = end;
      spent?.(end);
      const choice = { index: 0, message: messageOf(text, reasoning, calls), finish_reason: reason };
      const { id, created, model: name } = head;
      return JSON.stringify({
        id,
        object: "chat.completion",
        created,
        model: name,
        choices: [choice],
        usage: usageOf(usage),
      });
    }
    if (text.length + reasoning.length > longestAnswer) {
      throw new OpenAiProblem(
        502,
        `the answer is longer than ${longestAnswer} characters; stream it, or set max_tokens`,
      );
    }
  }
  throw truncated(request);
}

function wireCall({ id, name, arguments: text }: Extract<ModelPart, { type: "tool-call" }>): object {
  return { id, type: "function", function: { name, arguments: text } };
}

function messageOf(text: string, reasoning: string, calls: readonly object[]): object {
  return {
    role: "assistant",
    content: text === "" && calls.length > 0 ? null : text,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    refusal: null,
  };
}

function truncated({ upstream }: ModelRequest): ModelError {
  const { name } = upstream;
  return new ModelError("truncated", `${name} ended without saying that it finished`, { upstream: name });
}
