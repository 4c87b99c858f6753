import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import { lazyView } from "../layout/lazy-view.tsx";
import type { ToolCallsProps } from "../tool/tool-calls.tsx";
import type { ToolDesk } from "../tool/tool-desk.ts";
import styles from "./turn-card.module.css";

const ToolCalls = lazyView<ToolCallsProps>({
  load: () => import("../tool/tool-calls.tsx").then((part) => part.ToolCalls),
  name: "the tool calls",
});

export interface TurnToolsProps {
  readonly turn: TurnView;
  /** Undefined where nothing can be answered. */
  readonly desk: ToolDesk | undefined;
}

/** The tools that a turn has called. */
export function TurnTools({ turn, desk }: TurnToolsProps): ReactNode {
  if (turn.tools.length === 0) return undefined;
  return (
    <section className={styles["tools"]} aria-label={`Tool calls of turn ${turn.turnIdx}`}>
      <ToolCalls turn={turn} desk={desk} />
    </section>
  );
}
