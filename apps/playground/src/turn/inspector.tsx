import type { ReactNode } from "react";
import type { ReadFlight } from "../flight/read-flight.ts";
import { findRecord } from "../lane/lane-source.ts";
import type { LaneSource } from "../lane/lane-source.ts";
import { TurnDetail } from "./lazy-detail.ts";
import type { TurnSelection } from "./use-selected-turn.ts";
import styles from "./inspector.module.css";

export interface InspectorProps {
  readonly selection: TurnSelection;
  /** Undefined where there is no talk. */
  readonly source: LaneSource | undefined;
  readonly readFlight: ReadFlight | undefined;
}

/** All that is known of one turn, beside the talk. */
export function Inspector({ selection, source, readFlight }: InspectorProps): ReactNode {
  const { turn, pinned, follow } = selection;
  const record = source === undefined ? undefined : findRecord(source, turn?.turnIdx);
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
        <TurnDetail key={turn.turnIdx} turn={turn} record={record} now={source?.now} readFlight={readFlight} />
      )}
    </aside>
  );
}
