import { useCallback } from "react";
import type { ReactNode } from "react";
import type { ConversationView } from "@repartee/client";
import type { ReadFlight } from "../flight/read-flight.ts";
import { findRecord } from "../lane/lane-source.ts";
import type { LaneSource } from "../lane/lane-source.ts";
import type { ToolDesk } from "../tool/tool-desk.ts";
import { TurnCard } from "../turn/turn-card.tsx";
import { useFollow } from "./use-follow.ts";
import styles from "./transcript.module.css";

export interface TranscriptProps {
  readonly view: ConversationView;
  readonly source: LaneSource;
  readonly replicaName: string;
  /** Where tool calls are answered; undefined where nothing can be. */
  readonly tools: ToolDesk | undefined;
  readonly readFlight: ReadFlight | undefined;
  readonly selectedTurn: number | undefined;
  readonly inline: boolean;
  readonly onSelect: (turnIdx: number) => void;
  /** Shown where nothing was said yet. */
  readonly empty: ReactNode;
}

/** Everything that was said, in order. Not live to screen readers as it streams: finished turns are announced. */
export function Transcript(props: TranscriptProps): ReactNode {
  const { view, source, replicaName, tools, readFlight, selectedTurn, inline, onSelect, empty } = props;
  const { scroller, following, toEnd, stay } = useFollow();
  const select = useCallback(
    (turnIdx: number) => {
      // What opens in the list is what its reader wants to see now, not the end.
      if (inline) stay();
      onSelect(turnIdx);
    },
    [inline, onSelect, stay],
  );
  const newest = view.turns.at(-1);
  const standIn = view.model?.standIn === true;
  return (
    <div className={styles["frame"]}>
      <div
        ref={scroller}
        className={styles["scroll"]}
        role="log"
        aria-label="Conversation"
        aria-live="off"
        tabIndex={0}
      >
        <ol className={styles["turns"]}>
          {view.turnsDropped === 0 ? undefined : (
            <li className={styles["dropped"]}>{view.turnsDropped} earlier turns are no longer shown.</li>
          )}
          {view.turns.map((turn) => (
            <TurnCard
              key={turn.turnIdx}
              turn={turn}
              replicaName={replicaName}
              standIn={standIn}
              loading={view.loading !== undefined && turn === newest}
              tools={tools}
              readFlight={readFlight}
              selected={turn.turnIdx === selectedTurn}
              inline={inline}
              onSelect={select}
              record={inline && turn.turnIdx === selectedTurn ? findRecord(source, turn.turnIdx) : undefined}
              now={source.now}
            />
          ))}
        </ol>
        {view.turns.length === 0 ? empty : undefined}
      </div>
      {following ? undefined : (
        <button type="button" className={styles["chip"]} onClick={toEnd}>
          ↓ To the end
        </button>
      )}
    </div>
  );
}
