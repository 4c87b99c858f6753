import type { InboundFrameOf, Persona } from "@repartee/protocol";

export type ToolResult = InboundFrameOf<"conversation.tool_result">["properties"];

/** Where tool calls of a talk that goes on are answered by hand. */
export interface ToolDesk {
  readonly answer: (result: ToolResult) => void;
  /** Whose tools they are, as it is stored now. */
  readonly persona: Persona | undefined;
}
