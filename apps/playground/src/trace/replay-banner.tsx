import type { ReactNode } from "react";
import type { ReplayDesk } from "./use-replay.ts";
import styles from "./replay-banner.module.css";

/** That what is shown is a record, and the way back; or what is wrong with a file. */
export function ReplayBanner({ desk }: { readonly desk: ReplayDesk }): ReactNode {
  const { replay, problem, leave } = desk;
  return (
    <div role="status" className={styles["banner"]}>
      {problem === undefined ? undefined : (
        <p data-tone="error">
          <span>
            <strong>! This file is no trace.</strong> {problem}
          </span>
          {replay === undefined ? (
            <button type="button" onClick={leave}>
              Dismiss
            </button>
          ) : undefined}
        </p>
      )}
      {replay === undefined ? undefined : (
        <p>
          <span>
            <strong>Replay of {replay.name}</strong>
          </span>
          <button type="button" onClick={leave}>
            Back to live
          </button>
        </p>
      )}
    </div>
  );
}
