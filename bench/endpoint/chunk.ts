import type { Plan } from "./script.ts";

/** Complete `chat.completion.chunk` events, as a careful server sends them. */
export interface ChunkWriter {
  role(): string;
  text(token: string): string;
  finish(reason: string): string;
  usage(sentTokens: number): string;
}

const created = 1_760_000_000;

export const doneEvent = "data: [DONE]\n\n";

export function event(body: unknown): string {
  return `data: ${JSON.stringify(body)}\n\n`;
}

export function createChunkWriter(plan: Plan): ChunkWriter {
  const id = `chatcmpl-${plan.earlierRequests + 1}`;
  const head = `data: {"id":"${id}","object":"chat.completion.chunk","created":${created},"model":${JSON.stringify(plan.model)},`;
  const choice = (delta: string, reason: string) =>
    `${head}"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${reason}}]}\n\n`;
  return {
    role: () => choice('{"role":"assistant","content":""}', "null"),
    text: (token) => choice(`{"content":${JSON.stringify(token)}}`, "null"),
    finish: (reason) => choice("{}", JSON.stringify(reason)),
    usage: (sent) => `${head}"choices":[],"usage":${JSON.stringify(usageOf(plan, sent))}}\n\n`,
  };
}

/** A non-streamed `chat.completion`. */
export function completion(plan: Plan): string {
  return JSON.stringify({
    id: `chatcmpl-${plan.earlierRequests + 1}`,
    object: "chat.completion",
    created,
    model: plan.model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: plan.tokens.join("") },
        logprobs: null,
        finish_reason: "stop",
      },
    ],
    usage: usageOf(plan, plan.tokens.length),
  });
}

function usageOf(plan: Plan, sent: number): Readonly<Record<string, unknown>> {
  return {
    prompt_tokens: plan.promptTokens,
    completion_tokens: sent,
    total_tokens: plan.promptTokens + sent,
    prompt_tokens_details: { cached_tokens: 0 },
  };
}
