import type { ReactNode } from "react";
import { TurnDetail } from "./turn-detail.tsx";
import type { TurnSelection } from "./use-selected-turn.ts";
import styles from "./inspector.module.css";

/** All that is known of one turn, beside the talk. */
export function Inspector({ selection }: { readonly selection: TurnSelection }): ReactNode {
  const { turn, pinned, follow } = selection;
  return (
    <aside className={styles["inspector"]} aria-label="Turn">
      <header>
        <h2>{turn === undefined ? "Turn" : `Turn ${turn.turnIdx}`}</h2>
        {pinned ? (
          <button type="button" onClick={follow}>
            Follow the newest
          </button>
        ) : undefined}
      </header>
      {turn === undefined ? (
        <p>What you wait, what is drafted meanwhile, and what that costs will stand here, turn by turn.</p>
      ) : (
        <TurnDetail turn={turn} />
      )}
    </aside>
  );
}
