import { memo, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { toLane } from "@repartee/client/lane";
import type { WindowChoice } from "@repartee/client/lane";
import { useMedia } from "../layout/use-media.ts";
import { LaneStage } from "./lane-stage.tsx";
import { isSameLane } from "./turn-lane-props.ts";
import type { TurnLaneProps } from "./turn-lane-props.ts";
import { useBoxWidth } from "./use-box-width.ts";
import styles from "./turn-lane-view.module.css";

/** Below this a box is a phone's. */
const phonePx = 560;

/** One turn as a lane. A turn that is over is drawn once. */
export const TurnLaneView = memo(function TurnLaneView({ turn, nowMs }: TurnLaneProps): ReactNode {
  const [ref, width] = useBoxWidth<HTMLDivElement>(760);
  const touch = useMedia("(pointer: coarse)");
  const [window, setWindow] = useState<WindowChoice>("decision");
  const density = touch || width < phonePx ? "phone" : "desktop";
  const lane = useMemo(() => toLane(turn, nowMs === undefined ? {} : { nowMs }), [turn, nowMs]);
  return (
    <div ref={ref} className={styles["lane"]}>
      <LaneStage lane={lane} box={{ width, density, window }} onWindow={setWindow} />
    </div>
  );
}, isSameLane);
