import type { HistoryItem } from "./context.ts";
import type { ChatMessage, ToolDefinition } from "./messages.ts";
import { spellItem } from "./spell.ts";

/** How many tokens a text has. */
export type CountTokens = (text: string) => number;

/** What each message costs beside its text, as chat templates go. */
const perMessage = 4;

/** C3 What messages cost: their texts, and the calls that the model made. */
export function countMessages(messages: readonly ChatMessage[], countTokens: CountTokens): number {
  let tokens = 0;
  for (const message of messages) {
    tokens += perMessage + countTokens(message.content);
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls ?? []) tokens += countTokens(call.name + call.arguments);
  }
  return tokens;
}

export function countItems(items: readonly HistoryItem[], countTokens: CountTokens): number {
  return items.reduce((tokens, item) => tokens + countMessages(spellItem(item), countTokens), 0);
}

/** C3 What the definitions of tools cost. */
export function countTools(tools: readonly ToolDefinition[], countTokens: CountTokens): number {
  return tools.length === 0 ? 0 : countTokens(JSON.stringify(tools));
}
