import { formatAt } from "./format.ts";
import type { LaneRow } from "./lane-row.ts";
import { describeCommit } from "./lane-words.ts";
import { toTicks } from "./time-scale.ts";

/** Seconds since the turn began, at round steps; the lines stand behind everything. Gives the height. */
export function drawAxis(row: LaneRow, lanesTop: number): number {
  const { drawing, lane, scale, metrics, top } = row;
  for (const ms of toTicks(scale, lane.startMs, metrics.tickApartPx)) {
    const x = scale.toX(ms);
    drawing.line({ look: "tick", x1: x, y1: lanesTop, x2: x, y2: top + 3 });
    const text = `${trimZeros(formatAt(ms - lane.startMs))}\u202fs`;
    drawing.label({ text, look: "quiet", x, y: top + 14, anchor: "middle", size: 11 });
  }
  return 24;
}

function trimZeros(seconds: string): string {
  return seconds.replace(/\.?0+$/, "");
}

/** The line at which the guessing ends; drawn before the labels, so that it cuts none. Gives the height of its name. */
export function nameCommits(row: LaneRow): number {
  const { drawing, lane, scale, top } = row;
  // The one that counts is named first.
  for (const { atMs, reason, takenBackMs } of lane.commits.toReversed()) {
    if (atMs < scale.fromMs || atMs > scale.toMs) continue;
    const x = scale.toX(atMs);
    const said = describeCommit(reason);
    const texts = takenBackMs === undefined ? [`commit: ${said}`, "commit"] : ["commit, taken back", "taken back"];
    const look = takenBackMs === undefined ? "ink" : "quiet";
    const bold = takenBackMs === undefined;
    const within = { left: 0, right: drawing.width };
    const spots = texts.flatMap((text) => [
      { text, look, x: x + 5, y: top + 12, bold, within } as const,
      { text, look, x: x - 5, y: top + 12, bold, anchor: "end", within } as const,
    ]);
    drawing.label(...spots);
  }
  return 18;
}

export function drawCommits(row: LaneRow, bottom: number): void {
  const { drawing, lane, scale, top } = row;
  for (const { atMs, takenBackMs } of lane.commits) {
    if (atMs < scale.fromMs || atMs > scale.toMs) continue;
    const x = scale.toX(atMs);
    drawing.line({ look: takenBackMs === undefined ? "commit" : "taken-back", x1: x, y1: top, x2: x, y2: bottom });
  }
}
