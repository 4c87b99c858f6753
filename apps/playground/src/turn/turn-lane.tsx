import { Suspense, lazy } from "react";
import type { ComponentType, ReactNode } from "react";
import type { TurnRecord } from "@repartee/client/lane";
import type { TurnLaneProps } from "../lane/turn-lane-props.ts";
import { useNow } from "../layout/use-now.ts";
import styles from "./turn-detail.module.css";

/** Comes after the page itself, which is of use without it. */
const LaneView = lazy<ComponentType<TurnLaneProps>>(() =>
  import("../lane/turn-lane-view.tsx").then(
    ({ TurnLaneView }) => ({ default: TurnLaneView }),
    () => ({ default: LaneMissing }),
  ),
);

export interface TurnLaneSectionProps {
  readonly record: TurnRecord;
  readonly now: (() => number | undefined) | undefined;
}

/** How the turn ran, as a picture: it grows while the turn goes on, and is still afterwards. */
export function TurnLaneSection({ record, now }: TurnLaneSectionProps): ReactNode {
  const nowMs = useNow(record.numbers === undefined ? now : undefined);
  return (
    <section className={styles["lane"]} aria-label={`Lane of turn ${record.turnIdx}`}>
      <Suspense fallback={<p className={styles["quiet"]}>Fetching the picture…</p>}>
        <LaneView turn={record} {...(nowMs === undefined ? {} : { nowMs })} />
      </Suspense>
    </section>
  );
}

/** Whether there is something to draw: after a reload only what is stored is known. */
export function isDrawable({ drafts, releases, told }: TurnRecord): boolean {
  return drafts.length > 0 || releases.length > 0 || told.words.length > 0;
}

function LaneMissing(): ReactNode {
  return (
    <p className={styles["quiet"]}>
      The picture could not be fetched; the list below says the same. Reload to try again.
    </p>
  );
}
