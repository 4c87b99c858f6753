import type { ModelMessage, ModelTool } from "../ports/model-client.ts";
import { OpenAiProblem } from "./problem.ts";

/** What is counted, and how. */
export interface Counted {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly countTokens: (text: string) => number;
}

export interface Room {
  /** Tokens that the model can read. */
  readonly window: number;
  /** At least as many as there can be tokens: no token is less than a byte. */
  readonly bytes: number;
}

/** What each message costs beside its text, as chat templates go. */
const perMessage = 4;

/** The tokens of a request, without its images. */
export function countAll({ messages, tools, countTokens }: Counted): number {
  let tokens = tools.length === 0 ? 0 : countTokens(JSON.stringify(tools));
  for (const message of messages) {
    tokens += perMessage + countTokens(message.content);
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls ?? []) tokens += countTokens(call.name + call.arguments);
  }
  return tokens;
}

/** Refuses what the model cannot read. Counting costs time, so it is only done where it could matter. */
export function assertFits(counted: Counted, { window, bytes }: Room): void {
  if (bytes <= window) return;
  const tokens = countAll(counted);
  if (tokens <= window) return;
  throw new OpenAiProblem(
    400,
    `messages: about ${tokens} tokens, and the model's context window holds ${window}; send fewer or shorter ones`,
    { param: "messages", code: "context_length_exceeded" },
  );
}
