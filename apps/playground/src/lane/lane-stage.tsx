import { useMemo } from "react";
import type { ReactNode } from "react";
import { layout, toParts } from "@repartee/client/lane";
import type { LayoutOptions, TurnLane, WindowChoice } from "@repartee/client/lane";
import { LanePicture } from "./lane-picture.tsx";
import { LaneTable } from "./lane-table.tsx";
import { LaneTargets } from "./lane-targets.tsx";
import styles from "./turn-lane-view.module.css";

export interface LaneStageProps {
  readonly lane: TurnLane;
  readonly box: LayoutOptions;
  readonly onWindow: (window: WindowChoice) => void;
}

/** A lane in a box whose size is known: the picture, what can be pointed at in it, and the same in words. */
export function LaneStage({ lane, box, onWindow }: LaneStageProps): ReactNode {
  const { width, density, window } = box;
  const picture = useMemo(() => layout(lane, { width, density, window }), [lane, width, density, window]);
  const whole = window === "whole";
  return (
    <div role="group" aria-label={picture.summary}>
      <div className={styles["stage"]}>
        <LanePicture picture={picture} />
        <LaneTargets targets={picture.targets} width={picture.width} />
      </div>
      <div className={styles["controls"]}>
        {whole || !picture.whole ? (
          <button type="button" aria-pressed={whole} onClick={() => onWindow(whole ? "decision" : "whole")}>
            Whole turn
          </button>
        ) : undefined}
        <LaneTable lane={lane} parts={toParts(lane)} />
      </div>
    </div>
  );
}
