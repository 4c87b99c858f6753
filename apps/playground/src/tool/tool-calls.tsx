import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import { ToolCall } from "./tool-call.tsx";
import type { ToolDesk } from "./tool-desk.ts";
import styles from "./tool-calls.module.css";

export interface ToolCallsProps {
  readonly turn: TurnView;
  /** Undefined where nothing can be answered. */
  readonly desk: ToolDesk | undefined;
}

/** The tool calls of a turn, in the order in which they were made. */
export function ToolCalls({ turn, desk }: ToolCallsProps): ReactNode {
  return (
    <ol className={styles["calls"]}>
      {turn.tools.map((call, index) => (
        <ToolCall key={call.callId ?? index} call={call} turn={turn} desk={desk} />
      ))}
    </ol>
  );
}
