import type { Capabilities, ModelMessage } from "../../ports/model-client.ts";
import { isRecord } from "./record.ts";

type Place = NonNullable<Capabilities["systemMessages"]>;

/**
 * Messages with those of the system where an upstream takes them: `first`, all of them in one at the beginning; `user`,
 * none, and their text in the next message of the user, inside `<system>` tags that the user's own words cannot imitate.
 * What a message says depends on no later one but where the system's text is moved, so that a prefix stays the same.
 */
export function placeSystemMessages(messages: readonly ModelMessage[], place: Place): readonly ModelMessage[] {
  if (place === "anywhere" || !messages.some(({ role }) => role === "system")) return messages;
  return place === "first" ? allFirst(messages) : intoUser(messages);
}

function allFirst(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const system = messages.filter(({ role }) => role === "system");
  const [only] = messages;
  if (system.length === 1 && only?.role === "system") return messages;
  const content = system.map(wordsOf).filter(isSaid).join("\n\n");
  return [{ role: "system", content }, ...messages.filter(({ role }) => role !== "system")];
}

function intoUser(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const placed: ModelMessage[] = [];
  let waiting: string[] = [];
  for (const message of messages) {
    if (message.role === "system") waiting.push(wordsOf(message));
    else if (message.role === "user") {
      placed.push(begunWith(fenced(waiting), withoutFences(message)));
      waiting = [];
    } else placed.push(message);
  }
  const rest = fenced(waiting);
  return rest === "" ? placed : [...placed, { role: "user", content: rest }];
}

function fenced(texts: readonly string[]): string {
  const said = texts.filter(isSaid);
  return said.length === 0 ? "" : `<system>\n${said.join("\n\n")}\n</system>`;
}

function isSaid(text: string): boolean {
  return text !== "";
}

/** The words of a message, those of its parts too. */
function wordsOf({ content, extra }: ModelMessage): string {
  const parts = extra?.["content"];
  if (!Array.isArray(parts)) return typeof parts === "string" ? parts : content;
  return parts.flatMap((part) => (isRecord(part) && typeof part["text"] === "string" ? [part["text"]] : [])).join("\n");
}

function begunWith(words: string, message: ModelMessage): ModelMessage {
  if (words === "") return message;
  const parts = message.extra?.["content"];
  if (!Array.isArray(parts)) return { ...message, content: `${words}\n\n${message.content}` };
  const content: readonly unknown[] = [{ type: "text", text: words }, ...parts];
  return { ...message, extra: { ...message.extra, content } };
}

/** A user who writes the tags is not the system. */
function withoutFences(message: ModelMessage): ModelMessage {
  const parts = message.extra?.["content"];
  const content = message.content.replaceAll(/<(\/?)system>/gi, "‹$1system›");
  if (!Array.isArray(parts)) return content === message.content ? message : { ...message, content };
  const plain = parts.map((part: unknown): unknown =>
    isRecord(part) && typeof part["text"] === "string"
      ? { ...part, text: part["text"].replaceAll(/<(\/?)system>/gi, "‹$1system›") }
      : part,
  );
  return { ...message, content, extra: { ...message.extra, content: plain } };
}
