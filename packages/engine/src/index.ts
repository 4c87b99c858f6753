export type { ChatMessage, ToolCallMessage, ToolDefinition } from "./context/messages.ts";
