import type { CSSProperties, ReactNode } from "react";
import type { ContextView, UsageView } from "@repartee/client";
import { toGauge } from "./gauge.ts";
import { toUsageRows } from "./usage-rows.ts";
import styles from "./usage-panel.module.css";

export interface UsagePanelProps {
  /** Undefined before the first request. */
  readonly context: ContextView | undefined;
  readonly usage: UsageView;
}

/** How full the context is, and what the conversation has used. */
export function UsagePanel({ context, usage }: UsagePanelProps): ReactNode {
  return (
    <div className={styles["panel"]}>
      <section aria-label="Context">
        <h3>Context</h3>
        {context === undefined ? <p>Nothing was sent to a model yet.</p> : <ContextGauge context={context} />}
      </section>
      <section aria-label="Usage of the conversation">
        <h3>Used by this conversation</h3>
        <dl>
          {toUsageRows(usage).map(({ name, value, meaning }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
              <dd className={styles["meaning"]}>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function ContextGauge({ context }: { readonly context: ContextView }): ReactNode {
  const { level, glyph, percent, softPercent, text, meaning } = toGauge(context);
  const { tokens, limit, soft } = context;
  return (
    <>
      <p className={styles["figure"]} data-level={level}>
        <strong>
          {glyph} {tokens.toLocaleString("en")}
        </strong>{" "}
        of {limit.toLocaleString("en")} tokens
      </p>
      <div
        className={styles["meter"]}
        data-level={level}
        role="meter"
        aria-label="Context"
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(tokens, limit)}
        aria-valuetext={text}
      >
        <span style={{ width: `${percent}%` }} />
        <i style={{ left: `${softPercent}%` }} />
      </div>
      <p className={styles["soft"]} style={besideMark(softPercent)} aria-hidden="true">
        soft limit {soft.toLocaleString("en")}
      </p>
      <p>{meaning}</p>
    </>
  );
}

/** Ends under the mark, or begins there where the mark is near the beginning. */
function besideMark(percent: number): CSSProperties {
  return percent < 50 ? { marginLeft: `${percent}%` } : { marginRight: `${100 - percent}%`, textAlign: "right" };
}
