/** One message of a chat completion, as the model sees it. */
export type ChatMessage =
  | { readonly role: "system" | "user"; readonly content: string }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ToolCallMessage[] }
  | { readonly role: "tool"; readonly content: string; readonly toolCallId: string };

/** A call that the assistant made; `arguments` is the JSON text as the model wrote it. */
export interface ToolCallMessage {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** An OpenAI function tool; `parameters` is a JSON Schema. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: { readonly [key: string]: unknown };
}
