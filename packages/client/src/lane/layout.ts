import { drawAxis, drawCommits, nameCommits } from "./axis.ts";
import { drawDraft } from "./draft-row.ts";
import { createDrawing } from "./drawing.ts";
import type { Box, Label, Line, Rect } from "./drawing.ts";
import { formatTokens } from "./format.ts";
import type { LaneDraft } from "./lane-drafts.ts";
import { toParts } from "./lane-parts.ts";
import type { LanePart } from "./lane-parts.ts";
import { isShown } from "./lane-row.ts";
import type { LaneRow } from "./lane-row.ts";
import { toWindow } from "./lane-window.ts";
import type { WindowChoice } from "./lane-window.ts";
import { LEAST_WIDTH_PX, metricsOf } from "./metrics.ts";
import type { Density } from "./metrics.ts";
import { drawOverview } from "./overview.ts";
import { drawSpeeches } from "./speech-row.ts";
import { fitText } from "./text-width.ts";
import { createTimeScale } from "./time-scale.ts";
import type { TimeWindow } from "./time-scale.ts";
import { drawTool } from "./tool-row.ts";
import type { TurnLane } from "./turn-lane.ts";
import { describeNoWait, describeSum, drawWait } from "./wait-rows.ts";
import { drawWords } from "./words-row.ts";

export interface LayoutOptions {
  /** Of the box that it is drawn in, in pixels. */
  readonly width: number;
  readonly density: Density;
  readonly window: WindowChoice;
}

/** A picture of a turn: rectangles, lines and labels with their places, to be painted in this order. */
export interface LaneLayout {
  readonly width: number;
  readonly height: number;
  readonly density: Density;
  readonly window: TimeWindow;
  /** Whether that is all of the turn. */
  readonly whole: boolean;
  readonly rects: readonly Rect[];
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
  /** What can be pointed at, with where; in the order of the rows. */
  readonly targets: readonly Target[];
  /** The turn in one sentence. */
  readonly summary: string;
}

export interface Target extends LanePart {
  readonly box: Box;
}

/** Drafts that are drawn; of more the earliest are told in one line. */
const MAX_DRAFT_ROWS = 12;

/** LN9 Lays out a turn. Pure: the same turn and the same box give the same picture. */
export function layout(lane: TurnLane, options: LayoutOptions): LaneLayout {
  const width = Math.max(LEAST_WIDTH_PX, Math.floor(options.width));
  const metrics = metricsOf[options.density];
  const window = toWindow(lane, options.window);
  const all = toWindow(lane, "whole");
  const whole = window.fromMs <= all.fromMs && window.toMs >= all.toMs;
  const left = metrics.gutterPx > 0 ? metrics.gutterPx : metrics.edgePx;
  const scale = createTimeScale(window, left, width - metrics.edgePx);
  const drawing = createDrawing(width);
  const at = (top: number): LaneRow => ({ drawing, lane, scale, metrics, top });
  let top = 6;
  top += drawSum(at(top));
  if (!whole) top += drawOverview(at(top), all);
  const commitTop = top;
  top += nameCommits(at(top));
  const lanesTop = top;
  top += drawWords(at(top));
  const rows = drawRows(at(top));
  top = drawAxisAndCommits(at(rows.bottom), { commitTop: commitTop + 14, lanesTop });
  top += drawWait(at(top));
  const height = Math.ceil(top + 8);
  const { rects, lines, labels } = drawing;
  const targets = toTargets(rows.tops, at(0));
  return {
    width,
    height,
    density: options.density,
    window,
    whole,
    rects,
    lines,
    labels,
    targets,
    summary: summarize(lane),
  };
}

function drawAxisAndCommits(row: LaneRow, from: { readonly commitTop: number; readonly lanesTop: number }): number {
  const bottom = row.top + drawAxis(row, from.lanesTop);
  drawCommits({ ...row, top: from.commitTop }, row.lane.wait === undefined ? row.top : bottom + 12);
  return bottom;
}

/** The sum above everything: where the wait went. */
function drawSum({ drawing, lane, metrics }: LaneRow): number {
  if (lane.wait === undefined) return 0;
  const text = fitText(describeSum(lane), drawing.width - 2 * metrics.edgePx);
  const x = metrics.gutterPx > 0 ? metrics.gutterPx : metrics.edgePx;
  drawing.label({ text, look: "ink", x, y: 18 }, { text, look: "ink", x: metrics.edgePx, y: 18 });
  return 24;
}

interface Rows {
  readonly bottom: number;
  readonly tops: ReadonlyMap<string, number>;
}

function drawRows(row: LaneRow): Rows {
  const { lane } = row;
  const tops = new Map<string, number>();
  const inWindow = lane.drafts.filter((draft) => isShown(row, draft.startMs, draft.endMs));
  const drafts = inWindow.slice(-MAX_DRAFT_ROWS);
  const left = lane.drafts.filter((draft) => !drafts.includes(draft));
  let { top } = row;
  if (left.length > 0) top += nameLeft({ ...row, top }, left);
  for (const draft of drafts) {
    tops.set(draft.id, top);
    top += drawDraft({ ...row, top }, draft);
  }
  for (const tool of lane.tools.filter((one) => isShown(row, one.startMs, one.endMs)).slice(-MAX_DRAFT_ROWS)) {
    tops.set(tool.id, top);
    top += drawTool({ ...row, top }, tool);
  }
  if (lane.speeches.length > 0) {
    for (const speech of lane.speeches) tops.set(`speech-${speech.id}`, top);
    top += drawSpeeches({ ...row, top });
  }
  return { bottom: top, tops };
}

/** LN15 Drafts that are not drawn are counted in words. */
function nameLeft({ drawing, metrics, scale, top }: LaneRow, left: readonly LaneDraft[]): number {
  const wasted = left.reduce((sum, draft) => sum + (draft.tokens ?? 0), 0);
  const drafts = `${left.length} more draft${left.length === 1 ? "" : "s"}`;
  const x = metrics.gutterPx > 0 ? scale.left : metrics.edgePx;
  const spot = { look: "quiet", x, y: top + 15 } as const;
  const short = `‹ ${drafts}`;
  drawing.label(
    { ...spot, text: `${short}, outside of what is shown · ${formatTokens(wasted)}` },
    { ...spot, text: short },
  );
  return 22;
}

/** LN16 Where each part can be pointed at: its row, as wide as what is drawn of it, and never too small to hit. */
function toTargets(tops: ReadonlyMap<string, number>, { drawing, lane, metrics }: LaneRow): readonly Target[] {
  return toParts(lane).flatMap((part) => {
    const top = tops.get(part.id);
    const rects = drawing.rects.filter((rect) => rect.part === part.id);
    if (top === undefined || rects.length === 0) return [];
    const left = Math.min(...rects.map((rect) => rect.x));
    const right = Math.max(...rects.map((rect) => rect.x + rect.width));
    const width = Math.max(metrics.leastHitPx, Math.ceil(right - left));
    const start = Math.floor(Math.max(0, Math.min((left + right - width) / 2, drawing.width - width)));
    return [{ ...part, box: { left: start, right: start + width, top, bottom: top + metrics.rowPx } }];
  });
}

function summarize(lane: TurnLane): string {
  const wait = lane.wait === undefined ? describeNoWait(lane) : `first words ${lane.wait.basis}: ${describeSum(lane)}`;
  const drafts = lane.drafts.filter((draft) => draft.number !== undefined).length;
  return `Turn ${lane.turnIdx}, ${drafts} draft${drafts === 1 ? "" : "s"}; ${wait}`;
}
