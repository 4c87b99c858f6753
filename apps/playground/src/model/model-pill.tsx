import type { ReactNode } from "react";
import type { HostedModels } from "@repartee/protocol";
import { capital } from "../turn/format.ts";
import { toFindings, toModelState } from "./model-state.ts";
import type { Findings, ModelState } from "./model-state.ts";
import styles from "./model-pill.module.css";

export interface ModelPillProps {
  readonly models: HostedModels;
  /** As it stands in the field. */
  readonly name: string;
}

/** What answers under the name in the field and why; what else the server found; and what to do where there is no model. */
export function ModelPill({ models, name }: ModelPillProps): ReactNode {
  const state = toModelState(models, name);
  const findings = toFindings(models);
  if (state === undefined) return undefined;
  return (
    <div className={styles["state"]} role="group" aria-label="What answers">
      <p className={styles["pill"]} data-kind={state.kind}>
        <span aria-hidden="true">{glyphs[state.kind]}</span> {state.title}
      </p>
      {state.reason === "" ? undefined : <p>{capital(state.reason)}.</p>}
      {state.advice.length === 0 ? undefined : (
        <ul>
          {state.advice.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {findings === undefined ? undefined : <Beside findings={findings} open={state.kind === "stand-in"} />}
    </div>
  );
}

function Beside({ findings, open }: { readonly findings: Findings; readonly open: boolean }): ReactNode {
  return (
    <details open={open}>
      <summary>What else was found</summary>
      <Lines title="Not used" lines={findings.found} />
      <Lines title="Refused" lines={findings.refused} />
      <Lines title="Keys" lines={findings.keys} />
    </details>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): ReactNode {
  if (lines.length === 0) return undefined;
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

const glyphs: Readonly<Record<ModelState["kind"], string>> = { mapped: "●", found: "◉", "stand-in": "△", unknown: "!" };
