import type { ModelMessage, ModelTool } from "../ports/model-client.ts";
import { OpenAiProblem } from "./problem.ts";

export type TokenCount = (text: string) => number;

/** What is counted. */
export interface Counted {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
}

export interface Room {
  /** Tokens that the model can read. */
  readonly window: number;
  /** At least as many as there can be tokens: no token is less than a byte. */
  readonly bytes: number;
  /** Loaded when it is first needed. */
  readonly counter: () => Promise<TokenCount>;
}

/** What each message costs beside its text, as chat templates go. */
const perMessage = 4;
/** In English, about. */
const charsPerToken = 4;

/** So many UTF-16 units as tokens, without a tokenizer: for what is only told. */
export function tokensOf(units: number): number {
  return Math.ceil(units / charsPerToken);
}

export function estimate(text: string): number {
  return tokensOf(text.length);
}

/** The tokens of a request, without its images. */
export function countAll({ messages, tools }: Counted, count: TokenCount): number {
  let tokens = tools.length === 0 ? 0 : count(JSON.stringify(tools));
  for (const message of messages) {
    tokens += perMessage + count(message.content);
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls ?? []) tokens += count(call.name + call.arguments);
  }
  return tokens;
}

/** Refuses what the model cannot read. Counting costs time, so it is only done where it could matter. */
export async function assertFits(counted: Counted, { window, bytes, counter }: Room): Promise<void> {
  if (bytes <= window) return;
  const tokens = countAll(counted, await counter());
  if (tokens <= window) return;
  throw new OpenAiProblem(
    400,
    `messages: about ${tokens} tokens, and the model's context window holds ${window}; send fewer or shorter ones`,
    { param: "messages", code: "context_length_exceeded" },
  );
}
