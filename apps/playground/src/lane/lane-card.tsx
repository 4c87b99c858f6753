import type { ReactNode } from "react";
import type { Target } from "@repartee/client/lane";
import styles from "./lane-card.module.css";

export interface LaneCardProps {
  readonly id: string;
  readonly target: Target;
  /** Of the picture that it stays within. */
  readonly width: number;
}

const cardPx = 260;

/** What there is to know of one bar, below it. */
export function LaneCard({ id, target, width }: LaneCardProps): ReactNode {
  const { title, facts, box } = target;
  const left = Math.max(0, Math.min(box.left, width - cardPx));
  return (
    <div
      id={id}
      role="tooltip"
      className={styles["card"]}
      style={{ left, top: box.bottom + 4, maxWidth: Math.min(cardPx, width) }}
    >
      <strong>{title}</strong>
      <dl>
        {facts.map(({ term, value }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
