import type { WireMessage } from "../http/schemas/chat-completion.ts";
import type { ModelMessage } from "../ports/model-client.ts";
import { OpenAiProblem } from "./problem.ts";

type Content = WireMessage["content"];
type Extra = Readonly<Record<string, unknown>>;

/** A caller's messages as a model is sent them: `developer` is `system`, as few upstreams know the newer word. */
export function toModelMessages(messages: readonly WireMessage[]): readonly ModelMessage[] {
  return messages.map((message, index) => toModelMessage(message, `messages.${index}`));
}

function toModelMessage(message: WireMessage, path: string): ModelMessage {
  const { role, content, name, tool_calls: calls, tool_call_id: callId, ...rest } = message;
  const extra = { ...(name == null ? {} : { name }), ...withoutNulls(rest) };
  const text = textOf(content, `${path}.content`, role === "user");
  switch (role) {
    case "system":
    case "developer":
      return { role: "system", content: required(text, `${path}.content`), ...kept(extra) };
    case "user": {
      const parts = hasMore(content) ? { content } : {};
      return { role, content: required(text, `${path}.content`), ...kept({ ...extra, ...parts }) };
    }
    case "assistant": {
      const toolCalls = (calls ?? []).map((call) => ({ id: call.id, ...call.function }));
      if (toolCalls.length === 0) return { role, content: text ?? "", ...kept(extra) };
      return { role, content: text ?? "", toolCalls, ...kept(extra) };
    }
    case "tool":
      if (callId == null || callId === "") throw missing(`${path}.tool_call_id`);
      return { role, content: required(text, `${path}.content`), toolCallId: callId, ...kept(extra) };
  }
}

/** Whether there are parts that are no text. */
export function hasMore(content: unknown): boolean {
  return Array.isArray(content) && content.some((part: { readonly type?: unknown }) => part.type !== "text");
}

/** The words of a content; undefined where there is none. */
function textOf(content: Content, path: string, mayHoldMore: boolean): string | undefined {
  if (content == null || typeof content === "string") return content ?? undefined;
  const texts = content.map((part, index) => {
    if (part.type === "refusal" && typeof part["refusal"] === "string") return part["refusal"];
    if (part.type !== "text") return mayHoldMore ? "" : refusePart(`${path}.${index}`, part.type);
    if (typeof part["text"] === "string") return part["text"];
    throw missing(`${path}.${index}.text`);
  });
  return texts.join("");
}

function refusePart(path: string, type: string): never {
  throw new OpenAiProblem(400, `${path}: a part of type ${JSON.stringify(type)} can only be the user's`, {
    param: path,
  });
}

function required(text: string | undefined, path: string): string {
  if (text === undefined) throw missing(path);
  return text;
}

function missing(param: string): OpenAiProblem {
  return new OpenAiProblem(400, `${param}: is required`, { param });
}

function kept(extra: Extra): { readonly extra?: Extra } {
  return Object.keys(extra).length === 0 ? {} : { extra };
}

function withoutNulls(rest: Extra): Extra {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value != null));
}
