import { formatMs } from "./format.ts";
import { toExtent } from "./lane-row.ts";
import type { LaneRow } from "./lane-row.ts";
import type { Segment, SegmentKind, Wait } from "./segments.ts";
import { fitText, measureText } from "./text-width.ts";
import type { TurnLane } from "./turn-lane.ts";

const stripPx = 12;

/** LN4 The wait, under the lanes and on their time: its parts, its length as the only large number, the estimate. */
export function drawWait(row: LaneRow): number {
  const { lane, metrics, top } = row;
  if (lane.wait === undefined) return drawNoWait(row);
  if (metrics.gutterPx > 0) nameWait(row);
  for (const segment of lane.wait.segments) drawSegment(row, segment);
  drawCaps(row, lane.wait);
  drawNumber(row, lane.wait);
  const numberBottom = stripPx + 26;
  return lane.withoutDrafts === undefined
    ? numberBottom
    : drawEstimate({ ...row, top: top + numberBottom }) + numberBottom;
}

function nameWait({ drawing, metrics, top }: LaneRow): void {
  drawing.label({ text: "wait", look: "quiet", x: metrics.gutterPx - 10, y: top + 11, anchor: "end" });
}

function drawNoWait({ drawing, lane, metrics, scale, top }: LaneRow): number {
  const x = metrics.gutterPx > 0 ? scale.left : metrics.edgePx;
  const text = fitText(describeNoWait(lane), scale.right - x);
  drawing.label({ text, look: lane.failure === undefined ? "quiet" : "error", x, y: top + 14 });
  return 22;
}

/** Why there is no wait to draw. */
export function describeNoWait(lane: TurnLane): string {
  if (lane.outcome === "failed" || (lane.failure !== undefined && lane.speeches.length === 0)) {
    return lane.failure === undefined ? "no words came: the turn failed" : `no words came: ${lane.failure.message}`;
  }
  if (lane.words.length === 0) return "nobody waited: the agent spoke first";
  if (lane.outcome === "silent") return "no words came: the agent had nothing to say";
  if (!lane.open) return "no words came";
  return lane.commits.length === 0 || lane.commits.at(-1)?.takenBackMs !== undefined
    ? "the user is speaking"
    : "waiting for the first words";
}

function drawSegment(row: LaneRow, { kind, fromMs, toMs }: Segment): void {
  const { drawing, scale, top } = row;
  if (toMs < scale.fromMs || fromMs > scale.toMs) return;
  const [x, right] = [scale.toX(fromMs), scale.toX(toMs)];
  // Touching parts have no least width: they would no longer add up.
  drawing.rect({ look: kind, x, y: top, width: right - x, height: stripPx });
  const look = kind === "decide" || kind === "model" ? "on" : "ink";
  const within = { left: x + 3, right: right - 3 };
  const spot = { look, x: (x + right) / 2, y: top + 10, anchor: "middle", size: 11, within, inside: true } as const;
  // On a hatch nothing can be read.
  if (kind === "unexplained") return;
  drawing.label({ ...spot, text: `${kind} ${toMs - fromMs}` }, { ...spot, text: kind });
}

/** Brackets at the last word and at the first words. */
function drawCaps({ drawing, scale, top }: LaneRow, { fromMs, toMs }: Wait): void {
  for (const ms of [fromMs, toMs]) {
    if (ms < scale.fromMs || ms > scale.toMs) continue;
    const x = scale.toX(ms);
    drawing.line({ look: "cap", x1: x, y1: top - 4, x2: x, y2: top + stripPx + 4 });
  }
}

function drawNumber(row: LaneRow, wait: Wait): void {
  const { drawing, scale, metrics, top } = row;
  const gapMs = wait.toMs - wait.fromMs;
  const text = formatMs(gapMs);
  const width = measureText(text, 16, true);
  const { x } = toExtent(row, wait.fromMs, wait.toMs);
  const y = top + stripPx + 20;
  const left = metrics.gutterPx > 0 ? scale.left : metrics.edgePx;
  const start = Math.max(left, Math.min(x, scale.right - width));
  drawing.label({ text, look: "ink", x: start, y, size: 16, bold: true });
  const spot = { look: "quiet", x: start + width + 8, y, within: { left, right: scale.right } } as const;
  const whole = `from the last word to the first words ${wait.basis}`;
  const before = { ...spot, x: start - 8, anchor: "end" } as const;
  const short = `to the first words ${wait.basis}`;
  drawing.label(
    ...[whole, short].map((said) => ({ ...spot, text: said })),
    ...[whole, short].map((said) => ({ ...before, text: said })),
  );
}

function drawEstimate(row: LaneRow): number {
  const { drawing, lane, metrics, scale, top } = row;
  const { wait, withoutDrafts } = lane;
  if (wait === undefined || withoutDrafts === undefined) return 0;
  const [x1, x2] = [scale.toX(wait.fromMs), scale.toX(wait.fromMs + withoutDrafts.ms)];
  const y = top + 6;
  drawing.line({ look: "estimate", x1, y1: y, x2, y2: y });
  const about = withoutDrafts.certainty === "about" ? "about " : "at most ";
  const text = `without drafts: ${about}${formatMs(withoutDrafts.ms)} (estimate)`;
  const left = metrics.gutterPx > 0 ? scale.left : metrics.edgePx;
  const within = { left, right: scale.right };
  const below = Math.max(left, Math.min(x1, scale.right - measureText(text)));
  drawing.label(
    { text, look: "quiet", x: x2 + 8, y: y + 4, within },
    { text, look: "quiet", x: below, y: y + 18, within },
  );
  return 30;
}

/** LN4 The sum in words: `decide 700 + model 0 (ready) + voice 190 = 890 ms`. */
export function describeSum({ wait, drafts }: TurnLane): string {
  if (wait === undefined) return "";
  const sums = new Map<SegmentKind, number>();
  for (const { kind, fromMs, toMs } of wait.segments) sums.set(kind, (sums.get(kind) ?? 0) + toMs - fromMs);
  if (sums.size === 0) return "the first words came before the last word: nobody waited";
  // What a draft saved is worth a word.
  const ready = !sums.has("model") && drafts.some((draft) => draft.fate === "adopted");
  const parts = Array.from(sums, ([kind, ms]) => `${kind} ${ms}`);
  const decided = parts.findLastIndex((part) => part.startsWith("decide") || part.startsWith("release"));
  if (ready) parts.splice(decided + 1, 0, "model 0 (ready)");
  return `${parts.join(" + ")} = ${wait.toMs - wait.fromMs}\u202fms`;
}
