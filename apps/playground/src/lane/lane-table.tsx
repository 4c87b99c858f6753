import type { ReactNode } from "react";
import { formatMs, segmentMeanings } from "@repartee/client/lane";
import type { LanePart, TurnLane } from "@repartee/client/lane";
import styles from "./lane-table.module.css";

export interface LaneTableProps {
  readonly lane: TurnLane;
  readonly parts: readonly LanePart[];
}

/** The lane in words: the same for those who do not see the picture, and for paper. */
export function LaneTable({ lane, parts }: LaneTableProps): ReactNode {
  return (
    <details className={styles["twin"]}>
      <summary>Show as table</summary>
      <table>
        <caption>What ran in turn {lane.turnIdx}</caption>
        <tbody>
          {parts.map(({ id, title, facts }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td>{facts.map(({ term, value }) => `${term}: ${value}`).join("; ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <WaitTable lane={lane} />
    </details>
  );
}

function WaitTable({ lane }: { readonly lane: TurnLane }): ReactNode {
  const { wait, withoutDrafts } = lane;
  if (wait === undefined) return undefined;
  return (
    <table>
      <caption>The wait, from the last word to the first words {wait.basis}</caption>
      <tbody>
        {wait.segments.map(({ kind, fromMs, toMs }) => (
          <tr key={fromMs}>
            <th scope="row">{kind}</th>
            <td>{formatMs(toMs - fromMs)}</td>
            <td>{segmentMeanings[kind]}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">all</th>
          <td>{formatMs(wait.toMs - wait.fromMs)}</td>
          <td>
            {withoutDrafts === undefined
              ? ""
              : `without drafts ${withoutDrafts.certainty} ${formatMs(withoutDrafts.ms)}`}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
