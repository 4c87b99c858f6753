import { formatMs } from "./format.ts";
import { metricsOf } from "./metrics.ts";
import type { LaneRow } from "./lane-row.ts";
import { createTimeScale, round } from "./time-scale.ts";
import type { TimeScale, TimeWindow } from "./time-scale.ts";

const stripPx = 22;

/** LN12 The whole turn as a strip, with the part that is drawn below it marked. Gives the height. */
export function drawOverview(row: LaneRow, whole: TimeWindow): number {
  const { drawing, metrics, lane } = row;
  const text = `whole ${formatMs(lane.endMs - lane.startMs)}`;
  const above = metrics.gutterPx === 0;
  const top = above ? row.top + 18 : row.top;
  if (above) drawing.label({ text, look: "quiet", x: metrics.edgePx, y: row.top + 13, size: 11 });
  else drawing.label({ text, look: "quiet", x: metrics.gutterPx - 10, y: top + 15, anchor: "end", size: 11 });
  const scale = createTimeScale(whole, row.scale.left, row.scale.right);
  const [from, to] = [scale.toX(row.scale.fromMs), scale.toX(row.scale.toMs)];
  drawing.rect({ look: "window", x: from, y: top, width: round(to - from), height: stripPx });
  drawMarks({ ...row, top }, scale);
  return (above ? 18 : 0) + stripPx + 6;
}

function drawMarks(row: LaneRow, scale: TimeScale): void {
  const { drawing, lane, top } = row;
  const bar = (fromMs: number, toMs: number) => {
    const x = Math.min(scale.toX(fromMs), scale.right - metricsOf.desktop.leastBarPx);
    return { x, width: Math.max(metricsOf.desktop.leastBarPx, round(scale.toX(toMs) - x)) };
  };
  for (const word of lane.words) {
    drawing.rect({ look: "word", x: Math.min(scale.toX(word.atMs), scale.right - 2), y: top + 2, width: 2, height: 4 });
  }
  for (const draft of lane.drafts) {
    for (const { kind, fromMs, toMs } of draft.parts) {
      const dead = kind === "dead";
      drawing.rect({ look: kind, ...bar(fromMs, toMs), y: dead ? top + 8 : top + 9, height: dead ? 6 : 4 });
    }
  }
  for (const speech of lane.speeches) {
    const look = speech.end === "taken-back" ? "taken-back" : "heard";
    drawing.rect({ look, ...bar(speech.startMs, speech.endMs), y: top + 16, height: 4 });
  }
  for (const commit of lane.commits) {
    const x = scale.toX(commit.atMs);
    const look = commit.takenBackMs === undefined ? "commit" : "taken-back";
    drawing.line({ look, x1: x, y1: top, x2: x, y2: top + stripPx });
  }
}
