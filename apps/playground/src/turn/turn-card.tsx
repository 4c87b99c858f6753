import { memo } from "react";
import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import type { TurnRecord } from "@repartee/client/lane";
import type { ReadFlight } from "../flight/read-flight.ts";
import type { ToolDesk } from "../tool/tool-desk.ts";
import { ReplyText } from "./reply-text.tsx";
import { TurnDetail } from "./lazy-detail.ts";
import { TurnErrors, TurnWarnings } from "./turn-errors.tsx";
import { TurnBadge } from "./turn-badge.tsx";
import { TurnTools } from "./turn-tools.tsx";
import styles from "./turn-card.module.css";

export interface TurnCardProps {
  readonly turn: TurnView;
  readonly replicaName: string;
  readonly standIn: boolean;
  /** Whether its model is being loaded. */
  readonly loading: boolean;
  /** Where its tool calls are answered; undefined where nothing can be. */
  readonly tools: ToolDesk | undefined;
  readonly readFlight: ReadFlight | undefined;
  readonly selected: boolean;
  /** Whether what is known of it is shown in its own place; elsewhere there is a column for it. */
  readonly inline: boolean;
  readonly onSelect: (turnIdx: number) => void;
  /** How it ran, for the one that is open in its own place. */
  readonly record: TurnRecord | undefined;
  readonly now: (() => number | undefined) | undefined;
}

/** One turn: what was said, what was answered, and how long that took. Drawn again only when it changes. */
export const TurnCard = memo(function TurnCard(props: TurnCardProps): ReactNode {
  const { turn, replicaName, standIn, loading, tools, readFlight, selected, inline, onSelect, record, now } = props;
  const live = turn.phase !== "completed";
  return (
    <li
      className={styles["turn"]}
      data-selected={selected && !inline ? "" : undefined}
      data-settled={live ? undefined : ""}
      aria-busy={live}
    >
      <div className={styles["badge"]}>
        <TurnBadge turn={turn} selected={selected} inline={inline} onSelect={onSelect} />
      </div>
      {turn.userText === "" ? undefined : (
        <p className={styles["user"]}>
          <span className={styles["who"]}>You</span>
          <span className={styles["words"]}>{turn.userText}</span>
        </p>
      )}
      <TurnTools turn={turn} desk={tools} />
      <ReplyText turn={turn} name={replicaName} standIn={standIn} loading={loading} />
      <TurnWarnings warnings={turn.warnings} />
      <TurnErrors errors={turn.errors} />
      {selected && inline ? (
        <div className={styles["detail"]}>
          <TurnDetail turn={turn} record={record} now={now} readFlight={readFlight} />
        </div>
      ) : undefined}
    </li>
  );
});
