import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import { fates, toDraftRows } from "./draft-row.ts";
import { formatMs } from "./format.ts";
import { gapOf, nameOfTurn } from "./turn-facts.ts";
import styles from "./turn-badge.module.css";

export interface TurnBadgeProps {
  readonly turn: TurnView;
  readonly selected: boolean;
  readonly inline: boolean;
  readonly onSelect: (turnIdx: number) => void;
}

/** The turn in its smallest form: the fates of its drafts and what the user waited. Opens the rest. */
export function TurnBadge({ turn, selected, inline, onSelect }: TurnBadgeProps): ReactNode {
  const gap = gapOf(turn);
  const state = inline ? { "aria-expanded": selected } : { "aria-pressed": selected };
  return (
    <button
      type="button"
      className={styles["badge"]}
      aria-label={nameOfTurn(turn)}
      {...state}
      onClick={() => onSelect(turn.turnIdx)}
    >
      <span className={styles["fates"]}>
        {toDraftRows(turn).map((row) => (
          <span key={row.id} data-fate={row.fate}>
            {fates[row.fate].glyph}
          </span>
        ))}
      </span>
      <span className={styles["gap"]}>{gap === undefined ? "" : formatMs(gap)}</span>
    </button>
  );
}
