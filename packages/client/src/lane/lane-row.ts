import type { Drawing } from "./drawing.ts";
import type { Metrics } from "./metrics.ts";
import type { TimeScale } from "./time-scale.ts";
import type { TurnLane } from "./turn-lane.ts";

/** Where a row of the lane is drawn. */
export interface LaneRow {
  readonly drawing: Drawing;
  readonly lane: TurnLane;
  readonly scale: TimeScale;
  readonly metrics: Metrics;
  readonly top: number;
}

/** The name of a row: in the gutter, or above its bar. Gives where other text on that line may begin. */
export function nameRow(row: LaneRow, name: string): number {
  const { drawing, metrics, top, scale } = row;
  const y = top + metrics.textPx;
  if (metrics.gutterPx > 0) {
    const x = metrics.gutterPx - 10;
    drawing.label({ text: name, look: "quiet", x, y, anchor: "end" });
    return scale.left;
  }
  drawing.label({ text: name, look: "quiet", x: metrics.edgePx, y, bold: true });
  return (drawing.labels.at(-1)?.box.right ?? metrics.edgePx) + 8;
}

/** A thin line under a row, so that the eye keeps to it. */
export function ruleRow({ drawing, metrics, top, scale }: LaneRow, heightPx: number): void {
  const x1 = metrics.gutterPx > 0 ? scale.left : metrics.edgePx;
  drawing.line({ look: "row", x1, y1: top + heightPx, x2: scale.right, y2: top + heightPx });
}

export interface Extent {
  readonly x: number;
  readonly width: number;
}

/** Where a stretch of time is drawn: at least so wide as can be seen, and inside. */
export function toExtent({ scale, metrics }: LaneRow, fromMs: number, toMs: number): Extent {
  const least = metrics.leastBarPx;
  const x = Math.min(scale.toX(fromMs), scale.right - least);
  return { x, width: Math.max(least, scale.toX(toMs) - x) };
}

/** Whether any of a stretch is in the window. */
export function isShown({ scale }: LaneRow, fromMs: number, toMs: number): boolean {
  return toMs >= scale.fromMs && fromMs <= scale.toMs;
}

/** Marks where a bar goes on beyond the window. */
export function markEdges({ drawing, scale, metrics, top }: LaneRow, fromMs: number, toMs: number): void {
  const middle = top + metrics.barTopPx + metrics.barPx / 2;
  const chevron = (x: number, tip: number): void => {
    drawing.line({ look: "edge", x1: x, y1: middle - 4, x2: tip, y2: middle });
    drawing.line({ look: "edge", x1: tip, y1: middle, x2: x, y2: middle + 4 });
  };
  if (fromMs < scale.fromMs) chevron(scale.left - 2, scale.left - 6);
  if (toMs > scale.toMs) chevron(scale.right + 3, scale.right + 7);
}
