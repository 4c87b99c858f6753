import type { ReactNode } from "react";
import type { HostedModels } from "@repartee/protocol";
import { toModelRows } from "./model-rows.ts";
import type { ModelRow, UpstreamRow } from "./model-rows.ts";
import styles from "./model-table.module.css";

export interface ModelTableProps {
  readonly models: HostedModels;
}

/** Every hosted name with its servers: whether they answer, how soon, and how fast. */
export function ModelTable({ models }: ModelTableProps): ReactNode {
  return (
    <div className={styles["models"]}>
      {toModelRows(models).map((row) => (
        <Model key={row.name} row={row} />
      ))}
      <p className={styles["note"]}>Times are of the last 100 answers of each server, since this server runs.</p>
    </div>
  );
}

function Model({ row }: { readonly row: ModelRow }): ReactNode {
  return (
    <section aria-label={row.name}>
      <h3>{row.name}</h3>
      <p className={styles["note"]}>{row.note}</p>
      <ul>
        {row.upstreams.map((upstream) => (
          <Server key={`${upstream.via} ${upstream.model}`} upstream={upstream} />
        ))}
      </ul>
    </section>
  );
}

function Server({ upstream }: { readonly upstream: UpstreamRow }): ReactNode {
  const { model, via, state, glyph, stateText, error, firstToken, speed, requests } = upstream;
  return (
    <li className={styles["server"]} data-state={state}>
      <p className={styles["name"]}>
        <strong>{model}</strong> <span>{via}</span>
      </p>
      <p className={styles["state"]}>
        <span aria-hidden="true">{glyph}</span> {stateText}
      </p>
      <dl>
        <div>
          <dt>First token</dt>
          <dd>{firstToken}</dd>
        </div>
        <div>
          <dt>Speed</dt>
          <dd>{speed}</dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{requests}</dd>
        </div>
      </dl>
      {error === undefined ? undefined : <p className={styles["error"]}>{error}</p>}
    </li>
  );
}
