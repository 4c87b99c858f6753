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
  /** What a call does to the world; `write` where it does not say. The model is not told. */
  readonly effect?: ToolEffect;
  /** How long a call may take, in milliseconds; 0 where it gives no result. The model is not told. */
  readonly timeoutMs?: number;
}

export type ToolEffect = "read" | "idempotent" | "write";
