import type { Context, HistoryItem } from "./context.ts";
import type { ChatMessage } from "./messages.ts";

export interface AssembleOptions {
  readonly countTokens: (text: string) => number;
  /** The hard limit of the model, in tokens, of which `reserve` is left for the answer. */
  readonly limit: number;
  readonly reserve: number;
}

export interface Assembled {
  readonly messages: readonly ChatMessage[];
  /** As counted, not as billed. */
  readonly tokens: number;
  /** History items left out, oldest first, because there was no room. */
  readonly trimmed: number;
}

/** What each message costs beside its text, as chat templates go. */
const perMessage = 4;

/**
 * C1 to C5 Everything the model sees for one generation.
 *
 * The order keeps the prefix byte-identical from turn to turn, because prefix caches are where latency is won: system
 * prompt and context, then history as it happened, then what is volatile (perception), then the transcript. Over the
 * limit the oldest history goes first; the system message and the transcript never do.
 */
export function assembleMessages(
  context: Context,
  transcript: string | undefined,
  options: AssembleOptions,
): Assembled {
  const head = systemMessages(context);
  const tail = volatileMessages(context, transcript);
  const fixed = count([...head, ...tail], options) + toolTokens(context, options);
  let room = options.limit - options.reserve - fixed;
  const kept: ChatMessage[][] = [];
  let index = context.history.length;
  for (; index > 0; index -= 1) {
    const item = context.history[index - 1];
    if (item === undefined) break;
    const messages = historyMessages(item);
    const tokens = count(messages, options);
    if (tokens > room) break;
    room -= tokens;
    kept.push(messages);
  }
  const history = kept.toReversed().flat();
  return {
    messages: [...head, ...history, ...tail],
    tokens: options.limit - options.reserve - room,
    trimmed: index,
  };
}

function systemMessages(context: Context): ChatMessage[] {
  const parts = [context.systemPrompt, context.personaContext, context.conversationalContext];
  const content = parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n\n");
  return content === "" ? [] : [{ role: "system", content }];
}

function historyMessages(item: HistoryItem): ChatMessage[] {
  switch (item.type) {
    case "turn": {
      const messages: ChatMessage[] = [];
      if (item.user !== undefined) messages.push({ role: "user", content: item.user });
      if (item.heard !== "") messages.push({ role: "assistant", content: item.heard });
      return messages;
    }
    case "note":
      return [{ role: "system", content: item.text }];
    case "tool":
      return [
        {
          role: "assistant",
          content: "",
          toolCalls: [{ id: item.callId, name: item.name, arguments: item.arguments }],
        },
        { role: "tool", content: item.output, toolCallId: item.callId },
      ];
  }
}

function volatileMessages(context: Context, transcript: string | undefined): ChatMessage[] {
  const messages: ChatMessage[] = [];
  if (context.perception !== "") messages.push({ role: "system", content: context.perception });
  if (transcript !== undefined) messages.push({ role: "user", content: transcript });
  return messages;
}

function count(messages: readonly ChatMessage[], options: AssembleOptions): number {
  let tokens = 0;
  for (const message of messages) {
    tokens += perMessage + options.countTokens(message.content);
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls ?? []) tokens += options.countTokens(call.name + call.arguments);
  }
  return tokens;
}

function toolTokens(context: Context, options: AssembleOptions): number {
  return context.tools.length === 0 ? 0 : options.countTokens(JSON.stringify(context.tools));
}
