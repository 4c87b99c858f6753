import type { ReactNode } from "react";
import type { TurnRecord } from "@repartee/client/lane";
import type { TurnLaneProps } from "../lane/turn-lane-props.ts";
import { lazyView } from "../layout/lazy-view.tsx";
import { useNow } from "../layout/use-now.ts";
import styles from "./turn-detail.module.css";

const LaneView = lazyView<TurnLaneProps>({
  load: () => import("../lane/turn-lane-view.tsx").then((part) => part.TurnLaneView),
  name: "the picture",
});

export interface TurnLaneSectionProps {
  readonly record: TurnRecord;
  readonly now: (() => number | undefined) | undefined;
}

/** How the turn ran, as a picture: it grows while the turn goes on, and is still afterwards. */
export function TurnLaneSection({ record, now }: TurnLaneSectionProps): ReactNode {
  const nowMs = useNow(record.numbers === undefined ? now : undefined);
  return (
    <section className={styles["lane"]} aria-label={`Lane of turn ${record.turnIdx}`}>
      <LaneView turn={record} {...(nowMs === undefined ? {} : { nowMs })} />
    </section>
  );
}

/** Whether there is something to draw: after a reload only what is stored is known. */
export function isDrawable({ drafts, releases, told }: TurnRecord): boolean {
  return drafts.length > 0 || releases.length > 0 || told.words.length > 0;
}
