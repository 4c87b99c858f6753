import type { ChatMessage } from "@repartee/engine";
import type { ModelMessage, ModelRequest, ModelTool } from "../../ports/model-client.ts";
import { continueAnswer } from "./continuation.ts";
import { placeSystemMessages } from "./system-messages.ts";

/** What `extra_body` may not change. */
const reserved: ReadonlySet<string> = new Set(["messages", "stream", "tools", "n"]);

/** What belongs to the tools, and is refused without them. */
const ofTools: ReadonlySet<string> = new Set(["tool_choice", "parallel_tool_calls"]);

/**
 * The JSON of a chat completion request, as its upstream takes it; the same request gives the same bytes, so that prefix
 * caches hit.
 */
export function chatBody({ upstream, messages, tools: wanted, parameters, continueFrom }: ModelRequest): string {
  const { usage, tools: takesTools = true, systemMessages = "anywhere" } = upstream.capabilities ?? {};
  const tools = takesTools ? wanted : [];
  const asked = usage !== "never";
  const isFree = (name: string): boolean =>
    !reserved.has(name) && (asked || name !== "stream_options") && (takesTools || !ofTools.has(name));
  const extra = Object.entries({ ...upstream.extraBody, ...parameters }).filter(([name]) => isFree(name));
  const placed = placeSystemMessages(messages, systemMessages);
  const continued = continueAnswer(placed, continueFrom, upstream.capabilities);
  return JSON.stringify({
    model: upstream.model,
    stream: true,
    ...(asked ? { stream_options: { include_usage: true } } : {}),
    messages: continued.messages.map(wholeMessage),
    ...(tools.length > 0 ? { tools: tools.map(wireTool) } : {}),
    ...Object.fromEntries(extra),
    ...continued.fields,
  });
}

function wholeMessage(message: ModelMessage): object {
  return message.extra === undefined ? wireMessage(message) : { ...wireMessage(message), ...message.extra };
}

function wireMessage(message: ChatMessage): object {
  if (message.role === "tool") return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
  if (message.role !== "assistant" || message.toolCalls === undefined || message.toolCalls.length === 0) {
    return { role: message.role, content: message.content };
  }
  const calls = message.toolCalls.map((call) => ({
    id: call.id,
    type: "function",
    function: { name: call.name, arguments: call.arguments },
  }));
  return { role: "assistant", content: message.content === "" ? null : message.content, tool_calls: calls };
}

function wireTool({ name, description, parameters, strict }: ModelTool): object {
  return { type: "function", function: { name, description, parameters, strict } };
}
