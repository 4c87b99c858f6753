import { answerMessages, callMessages, openCallMessages, type Round } from "../tools/rounds.ts";
import type { Context, HistoryItem } from "./context.ts";
import type { ChatMessage, ToolCallMessage } from "./messages.ts";

/** What a generation answers, behind everything that is settled. */
export interface Asked {
  /** The user's words of this turn. */
  readonly transcript: string | undefined;
  /** Calls of earlier turns that nobody has answered yet. */
  readonly openCalls?: readonly ToolCallMessage[] | undefined;
  /** What the turn has said and called so far, where the model is asked again within it. */
  readonly answer?: Answer | undefined;
}

export interface Answer {
  readonly text: string;
  readonly rounds: readonly Round[];
  /** Before which item of the history the turn stands: what is behind came while it was answered. */
  readonly historyAt: number;
}

/** Prompt and context in one system message, and what stands in place of turns that left the history. */
export function spellHead(context: Context): ChatMessage[] {
  const content = joinPrompt([context.systemPrompt, context.personaContext, context.conversationalContext]);
  const prompt: ChatMessage[] = content === "" ? [] : [{ role: "system", content }];
  if (context.summary === undefined) return prompt;
  return [...prompt, { role: "system", content: `Summary of the conversation so far: ${context.summary.text}` }];
}

/** The texts of a system message, in one; the same wherever a persona speaks, so that prefix caches hit. */
export function joinPrompt(texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .join("\n\n");
}

/** One item of the history. A result always follows its call. */
export function spellItem(item: HistoryItem): readonly ChatMessage[] {
  switch (item.type) {
    case "turn": {
      const messages: ChatMessage[] = [];
      if (item.user !== undefined) messages.push({ role: "user", content: item.user });
      return [...messages, ...answerMessages(item.heard, item.rounds ?? [])];
    }
    case "note":
      return [{ role: "system", content: item.text }];
    case "tool":
      return callMessages("", [{ ...item, id: item.callId }]);
  }
}

/** The ids of the calls in it. */
export function callIds(item: HistoryItem): readonly string[] {
  if (item.type === "tool") return [item.callId];
  return item.type === "turn" ? (item.rounds ?? []).flatMap(({ calls }) => calls.map(({ id }) => id)) : [];
}

/** What is volatile, and the turn that is asked about as far as it has come. */
export function spellAsked(perception: string, asked: Asked): ChatMessage[] {
  const messages: ChatMessage[] = [...openCallMessages(asked.openCalls ?? [])];
  if (perception !== "") messages.push({ role: "system", content: perception });
  if (asked.transcript !== undefined) messages.push({ role: "user", content: asked.transcript });
  if (asked.answer !== undefined) messages.push(...answerMessages(asked.answer.text, asked.answer.rounds));
  return messages;
}
