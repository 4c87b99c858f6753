import type { ModelUsage } from "../ports/model-client.ts";

/** What every chunk of one answer begins with. */
export interface ChunkHead {
  readonly id: string;
  /** Seconds of the wall clock. */
  readonly created: number;
  readonly model: string;
  /** Whether the last chunk counts tokens; then all others say that they do not. */
  readonly usage: boolean;
}

/** A whole tool call, as one delta. */
export interface CallDelta {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** The events of one streamed answer. Their frame is made once: only what was said is turned into JSON for each. */
export interface Chunks {
  readonly role: string;
  text(text: string): string;
  reasoning(text: string): string;
  call(call: CallDelta): string;
  finish(reason: string): string;
  usage(usage: ModelUsage): string;
}

export const doneEvent = "data: [DONE]\n\n";

export function createChunks({ id, created, model, usage }: ChunkHead): Chunks {
  const name = JSON.stringify(model);
  const head = `data: {"id":"${id}","object":"chat.completion.chunk","created":${created},"model":${name},"choices":[`;
  const before = `${head}{"index":0,"delta":`;
  const after = `,"finish_reason":null}]${usage ? ',"usage":null' : ""}}\n\n`;
  const beforeText = `${before}{"content":`;
  const afterText = `}${after}`;
  return {
    role: `${before}{"role":"assistant","content":""}${after}`,
    text: (text) => beforeText + JSON.stringify(text) + afterText,
    reasoning: (text) => `${before}{"reasoning_content":${JSON.stringify(text)}}${after}`,
    call: (call) => `${before}{"tool_calls":[${callJson(call)}]}${after}`,
    finish: (reason) => `${before}{},"finish_reason":${JSON.stringify(reason)}}]${usage ? ',"usage":null' : ""}}\n\n`,
    usage: (counts) => `${head}],"usage":${JSON.stringify(usageOf(counts))}}\n\n`,
  };
}

function callJson({ index, id, name, arguments: text }: CallDelta): string {
  return JSON.stringify({ index, id, type: "function", function: { name, arguments: text } });
}

/** Tokens in OpenAI's words. */
export function usageOf({ in: prompt, cached, out }: ModelUsage): Readonly<Record<string, unknown>> {
  return {
    prompt_tokens: prompt,
    completion_tokens: out,
    total_tokens: prompt + out,
    prompt_tokens_details: { cached_tokens: cached },
  };
}
