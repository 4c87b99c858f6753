import { z } from "zod";

/** What a model without weights has to know of a request. */
export interface ChatRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly lastUserText: string;
  /** By the rule of thumb of four characters a token. */
  readonly promptTokens: number;
}

const content = z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() })), z.null()]).optional();
const request = z.looseObject({
  model: z.string().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content })).min(1),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});

/** Undefined where it is no chat completion request. */
export function parseChatRequest(text: string): ChatRequest | undefined {
  const result = request.safeParse(parseJson(text));
  if (!result.success) return undefined;
  const { model, messages, stream, stream_options: options } = result.data;
  const texts = messages.map((message) => textOf(message.content));
  return {
    model: model ?? "replay",
    stream: stream === true,
    includeUsage: options?.include_usage === true,
    lastUserText: texts[messages.findLastIndex((message) => message.role === "user")] ?? "",
    promptTokens: Math.ceil(texts.reduce((sum, one) => sum + one.length, 0) / 4),
  };
}

function textOf(given: z.output<typeof content>): string {
  if (given === undefined || given === null || typeof given === "string") return given ?? "";
  return given.map((part) => part.text ?? "").join("");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON is no request either.
  }
}
