import { useState } from "react";
import type { ReactNode } from "react";
import type { FlightRecord } from "@repartee/protocol";
import { capital } from "../turn/format.ts";
import { toCommits, toFlightRows, toSegments } from "./flight-rows.ts";
import type { FlightRequest, FlightRow } from "./flight-rows.ts";
import type { ReadFlight } from "./read-flight.ts";
import { useFlight } from "./use-flight.ts";
import styles from "./flight-panel.module.css";

export interface FlightPanelProps {
  readonly turnIdx: number;
  readonly readFlight: ReadFlight;
}

/** The flight record of a turn: what was waited for, when it was taken to be over, and every draft with what was sent. */
export function FlightPanel({ turnIdx, readFlight }: FlightPanelProps): ReactNode {
  const [asked, setAsked] = useState(0);
  const answer = useFlight(readFlight, turnIdx, asked);
  return (
    <section className={styles["panel"]} aria-label={`Why turn ${turnIdx}`}>
      {answer === undefined ? <p role="status">Asking…</p> : undefined}
      {typeof answer === "string" ? <p role="alert">! {capital(answer)}.</p> : undefined}
      {typeof answer === "object" ? <Record record={answer} /> : undefined}
      <button type="button" onClick={() => setAsked(asked + 1)}>
        Ask again
      </button>
    </section>
  );
}

function Record({ record }: { readonly record: FlightRecord }): ReactNode {
  const segments = toSegments(record);
  return (
    <>
      {segments.length === 0 ? undefined : (
        <>
          <h4>You waited for</h4>
          <dl>
            {segments.map(({ name, value }, index) => (
              <div key={index}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <Lines title="The turn was over" lines={toCommits(record)} />
      <h4>Drafts</h4>
      <ol>
        {toFlightRows(record).map((row) => (
          <Draft key={row.id} row={row} />
        ))}
      </ol>
      <Lines title="Not here" lines={record.missing} />
    </>
  );
}

function Draft({ row }: { readonly row: FlightRow }): ReactNode {
  return (
    <li>
      <p>
        <strong>{row.title}</strong> {row.groundedIn === "" ? undefined : <q>{row.groundedIn}</q>}
      </p>
      {row.lines.map((line, index) => (
        <p key={index} className={styles["line"]}>
          {line}
        </p>
      ))}
      {row.requests.map((request) => (
        <Sent key={request.title} request={request} />
      ))}
    </li>
  );
}

function Sent({ request }: { readonly request: FlightRequest }): ReactNode {
  return (
    <details>
      <summary>{request.title}</summary>
      <ol className={styles["messages"]}>
        {request.messages.map(({ role, content, ...others }, index) => (
          <li key={index}>
            <strong>{role}</strong>
            <pre>{content}</pre>
            {Object.keys(others).length === 0 ? undefined : <pre>{JSON.stringify(others, undefined, 2)}</pre>}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): ReactNode {
  if (lines.length === 0) return undefined;
  return (
    <>
      <h4>{title}</h4>
      {lines.map((line) => (
        <p key={line} className={styles["line"]}>
          {capital(line)}
        </p>
      ))}
    </>
  );
}
