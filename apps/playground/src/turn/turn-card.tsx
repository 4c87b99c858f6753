import { memo } from "react";
import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import { ReplyText } from "./reply-text.tsx";
import { TurnDetail } from "./turn-detail.tsx";
import { TurnErrors } from "./turn-errors.tsx";
import { TurnBadge } from "./turn-badge.tsx";
import styles from "./turn-card.module.css";

export interface TurnCardProps {
  readonly turn: TurnView;
  readonly replicaName: string;
  readonly selected: boolean;
  /** Whether what is known of it is shown in its own place; elsewhere there is a column for it. */
  readonly inline: boolean;
  readonly onSelect: (turnIdx: number) => void;
}

/** One turn: what was said, what was answered, and how long that took. Drawn again only when it changes. */
export const TurnCard = memo(function TurnCard(props: TurnCardProps): ReactNode {
  const { turn, replicaName, selected, inline, onSelect } = props;
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
      <ReplyText turn={turn} name={replicaName} />
      <TurnErrors errors={turn.errors} />
      {selected && inline ? (
        <div className={styles["detail"]}>
          <TurnDetail turn={turn} />
        </div>
      ) : undefined}
    </li>
  );
});
