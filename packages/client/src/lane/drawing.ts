import { measureText } from "./text-width.ts";
import type { TextSize } from "./text-width.ts";
import { round } from "./time-scale.ts";

/** What a rectangle stands for; hue says who, pattern says what became of it. */
export type RectLook =
  | "waiting"
  | "drafting"
  | "held"
  | "flowing"
  | "dead"
  | "failed"
  | "heard"
  | "unheard"
  | "taken-back"
  | "tool"
  | "decide"
  | "release"
  | "model"
  | "voice"
  | "unexplained"
  | "word"
  | "struck"
  | "window";

export type LineLook = "row" | "tick" | "commit" | "taken-back" | "estimate" | "edge" | "cap";

export type LabelLook = "ink" | "quiet" | "user" | "model" | "error" | "on" | "struck";

export interface Rect {
  readonly look: RectLook;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The draft, tool or reply that it belongs to. */
  readonly part?: string;
}

export interface Line {
  readonly look: LineLook;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Label {
  readonly text: string;
  readonly look: LabelLook;
  /** Where its `anchor` is; `y` is the baseline. */
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly size: TextSize;
  readonly bold: boolean;
  /** Whether it stands in a bar; elsewhere it keeps lines away from itself. */
  readonly inside: boolean;
  /** The space that it may take at most. */
  readonly box: Box;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A place that a label would like to have. */
export interface LabelSpot {
  readonly text: string;
  readonly look: LabelLook;
  readonly x: number;
  readonly y: number;
  readonly anchor?: Label["anchor"];
  readonly size?: TextSize;
  readonly bold?: boolean;
  readonly inside?: boolean;
  /** It must lie between these. */
  readonly within?: { readonly left: number; readonly right: number };
}

/** A picture in the making. Labels never overlap and never leave it: one that finds no place is left out. */
export interface Drawing {
  readonly width: number;
  readonly rects: readonly Rect[];
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
  rect(rect: Rect): void;
  line(line: Line): void;
  /** Takes the first place that is free; false where none is. */
  label(...spots: readonly LabelSpot[]): boolean;
}

/** Between two labels on one line. */
const labelGapPx = 6;

export function createDrawing(width: number): Drawing {
  const rects: Rect[] = [];
  const lines: Line[] = [];
  const labels: Label[] = [];
  return {
    width,
    rects,
    lines,
    labels,
    rect: (rect) => void rects.push({ ...rect, x: round(rect.x), width: round(rect.width) }),
    line: (line) => void lines.push(line),
    label(...spots) {
      for (const spot of spots) {
        const label = toLabel(spot);
        const { left = 0, right = width } = spot.within ?? {};
        if (spot.text === "" || label.box.left < Math.max(0, left) || label.box.right > Math.min(width, right))
          continue;
        if (labels.some((other) => overlap(label.box, other.box))) continue;
        labels.push(label);
        return true;
      }
      return false;
    },
  };
}

function toLabel({ text, look, x, y, anchor = "start", size = 12, bold = false, inside = false }: LabelSpot): Label {
  const width = measureText(text, size, bold);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  const box = { left: round(left), right: round(left + width), top: y - size, bottom: y + Math.ceil(size / 4) };
  return { text, look, x: round(x), y, anchor, size, bold, inside, box };
}

function overlap(one: Box, other: Box): boolean {
  if (one.top >= other.bottom || other.top >= one.bottom) return false;
  return one.left < other.right + labelGapPx && other.left < one.right + labelGapPx;
}
