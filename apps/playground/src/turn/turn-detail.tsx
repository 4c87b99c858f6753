import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import type { TurnRecord } from "@repartee/client/lane";
import { FlightSection } from "../flight/flight-section.tsx";
import type { ReadFlight } from "../flight/read-flight.ts";
import { DraftList } from "./draft-list.tsx";
import { formatCount, formatMs } from "./format.ts";
import { TurnLaneSection, isDrawable } from "./turn-lane.tsx";
import { gapOf, toFacts } from "./turn-facts.ts";
import styles from "./turn-detail.module.css";

export interface TurnDetailProps {
  readonly turn: TurnView;
  /** How it ran; undefined where nobody has listened. */
  readonly record: TurnRecord | undefined;
  /** The present on the conversation's clock, where the conversation goes on. */
  readonly now: (() => number | undefined) | undefined;
  /** Asks why the turn went as it did; undefined where there is no server to ask, as for a file. */
  readonly readFlight: ReadFlight | undefined;
}

/** All that is known of a turn: what the user waited, what the drafts came to, and the turn's numbers. */
export function TurnDetail({ turn, record, now, readFlight }: TurnDetailProps): ReactNode {
  const facts = toFacts(turn);
  return (
    <div className={styles["detail"]}>
      <Wait turn={turn} />
      {record === undefined || !isDrawable(record) ? undefined : <TurnLaneSection record={record} now={now} />}
      <section aria-label={`Drafts of turn ${turn.turnIdx}`}>
        <h3>Drafts</h3>
        <DraftList turn={turn} />
        <Forgotten turn={turn} />
      </section>
      {facts.length === 0 ? undefined : (
        <section aria-label={`Numbers of turn ${turn.turnIdx}`}>
          <h3>Numbers</h3>
          <dl>
            {facts.map(({ name, value, meaning }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
                <dd className={styles["meaning"]}>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {readFlight === undefined ? undefined : <FlightSection turn={turn} readFlight={readFlight} />}
    </div>
  );
}

function Wait({ turn }: { readonly turn: TurnView }): ReactNode {
  const gap = gapOf(turn);
  return (
    <p className={styles["wait"]}>
      <strong>{gap === undefined ? "–" : formatMs(gap)}</strong>
      <span>{caption(turn)}</span>
    </p>
  );
}

function caption(turn: TurnView): string {
  if (turn.userText === "") return "nobody waited: the agent spoke first";
  if (turn.phase === "open") return "you are speaking";
  if (turn.phase === "released" && turn.reply.text === "") return "answering";
  if (turn.outcome === "failed") return "no words came: the turn failed";
  return turn.reply.text === "" ? "no words came" : "from your last word to the first words";
}

/** The lives of drafts are told and not stored: after a reload only their number is known. */
function Forgotten({ turn }: { readonly turn: TurnView }): ReactNode {
  const started = turn.numbers?.drafts.started ?? 0;
  if (turn.drafts.length > 0 || started === 0) return undefined;
  return (
    <p className={styles["quiet"]}>
      {formatCount(started, "draft")}; their lives were told while they ran, and are not stored.
    </p>
  );
}
