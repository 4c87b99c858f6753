import type { Plan, ToolCall } from "./script.ts";

/** Complete `chat.completion.chunk` events, as a careful server sends them. */
export interface ChunkWriter {
  role(): string;
  text(token: string): string;
  /** A call in two fragments, as servers send them: its name, then its arguments. */
  call(index: number, call: ToolCall): string;
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
    call(index, { id, name, arguments: given }) {
      const begin = { index, id, type: "function", function: { name, arguments: "" } };
      const rest = { index, function: { arguments: given } };
      const fragment = (part: object): string => choice(JSON.stringify({ tool_calls: [part] }), "null");
      return fragment(begin) + fragment(rest);
    },
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
        message: { role: "assistant", content: plan.tokens.join(""), ...toolCalls(plan) },
        logprobs: null,
        finish_reason: finishReason(plan),
      },
    ],
    usage: usageOf(plan, plan.tokens.length),
  });
}

export function finishReason({ calls }: Plan): string {
  return calls.length === 0 ? "stop" : "tool_calls";
}

function toolCalls({ calls }: Plan): object {
  if (calls.length === 0) return {};
  return {
    tool_calls: calls.map(({ id, name, arguments: given }) => ({
      id,
      type: "function",
      function: { name, arguments: given },
    })),
  };
}

function usageOf(plan: Plan, sent: number): Readonly<Record<string, unknown>> {
  return {
    prompt_tokens: plan.promptTokens,
    completion_tokens: sent,
    total_tokens: plan.promptTokens + sent,
    prompt_tokens_details: { cached_tokens: 0 },
  };
}
