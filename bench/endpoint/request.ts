import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { isRecord } from "./reply.ts";

/** What the endpoint understood of a chat completion request. */
export interface ChatCall {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly lastUserText: string;
  /** What the answer has begun with, where the caller has it go on: as vLLM and SGLang, or DeepSeek and Mistral take it. */
  readonly said: string | undefined;
  readonly afterTool: boolean;
  /** As they came. */
  readonly messages: readonly unknown[];
  readonly promptTokens: number;
}

export type Request = IncomingMessage | Http2ServerRequest;

const maxBodyBytes = 16 * 1_048_576;

export async function readBody(request: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request) {
    if (!(part instanceof Uint8Array)) continue;
    size += part.length;
    if (size > maxBodyBytes) throw new Error(`the request is larger than ${maxBodyBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

export function readCall(body: unknown): ChatCall | undefined {
  if (!isRecord(body) || !Array.isArray(body["messages"])) return undefined;
  const messages: readonly unknown[] = body["messages"];
  const options = body["stream_options"];
  const texts = messages.map((message) => (isRecord(message) ? textOf(message["content"]) : ""));
  const last = messages.at(-1);
  const lastUser = messages.findLastIndex((message) => isRecord(message) && message["role"] === "user");
  return {
    model: typeof body["model"] === "string" ? body["model"] : "unnamed",
    stream: body["stream"] === true,
    includeUsage: isRecord(options) && options["include_usage"] === true,
    lastUserText: texts[lastUser] ?? "",
    said: isContinued(body, messages.at(-1)) ? texts.at(-1) : undefined,
    messages,
    afterTool: isRecord(last) && last["role"] === "tool",
    promptTokens: Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / 4),
  };
}

function isContinued(body: Readonly<Record<string, unknown>>, last: unknown): boolean {
  if (!isRecord(last) || last["role"] !== "assistant") return false;
  return (
    last["prefix"] === true || (body["continue_final_message"] === true && body["add_generation_prompt"] === false)
  );
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (isRecord(part) && typeof part["text"] === "string" ? part["text"] : ""))
    .join("");
}
