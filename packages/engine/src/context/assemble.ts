import { answerMessages, callMessages, openCallMessages, type Round } from "../tools/rounds.ts";
import type { Context, HistoryItem } from "./context.ts";
import type { ChatMessage, ToolCallMessage } from "./messages.ts";

export interface AssembleOptions {
  readonly countTokens: (text: string) => number;
  /** The hard limit of the model, in tokens, of which `reserve` is left for the answer. */
  readonly limit: number;
  readonly reserve: number;
  /** Calls of earlier turns that nobody has answered yet. */
  readonly openCalls?: readonly ToolCallMessage[];
  /** What the turn has said and called so far, where the model is asked again within it. */
  readonly answer?: Answer | undefined;
}

export interface Answer {
  readonly text: string;
  readonly rounds: readonly Round[];
  /** Before which item of the history the turn stands: what is behind came while it was answered. */
  readonly historyAt: number;
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
  const tail = volatileMessages(context, transcript, options);
  const fixed = count([...head, ...tail], options) + toolTokens(context, options);
  let room = options.limit - options.reserve - fixed;
  const kept: ChatMessage[][] = [];
  const since: ChatMessage[][] = [];
  const historyAt = options.answer?.historyAt ?? context.history.length;
  let index = context.history.length;
  for (; index > 0; index -= 1) {
    const item = context.history[index - 1];
    if (item === undefined) break;
    const messages = historyMessages(item);
    const tokens = count(messages, options);
    if (tokens > room) break;
    room -= tokens;
    if (index > historyAt) since.push(messages);
    else kept.push(messages);
  }
  const before = kept.toReversed().flat();
  return {
    messages: [...head, ...before, ...tail, ...since.toReversed().flat()],
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
      return [...messages, ...answerMessages(item.heard, item.rounds ?? [])];
    }
    case "note":
      return [{ role: "system", content: item.text }];
    case "tool":
      return [...callMessages("", [{ ...item, id: item.callId }])];
  }
}

function volatileMessages(
  context: Context,
  transcript: string | undefined,
  { openCalls = [], answer }: AssembleOptions,
): ChatMessage[] {
  const messages: ChatMessage[] = [...openCallMessages(openCalls)];
  if (context.perception !== "") messages.push({ role: "system", content: context.perception });
  if (transcript !== undefined) messages.push({ role: "user", content: transcript });
  return answer === undefined ? messages : [...messages, ...answerMessages(answer.text, answer.rounds)];
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
