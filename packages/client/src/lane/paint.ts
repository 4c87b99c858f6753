import type { Line, Rect } from "./drawing.ts";

/** Whether a line is painted before the rectangles; the others come after them, and labels last of all. */
export function isBehind({ look }: Line): boolean {
  return look === "row" || look === "tick";
}

/** A rectangle as it is painted: one with a line around it keeps that line within its bounds. */
export function toPainted({ look, x, y, width, height }: Rect): Pick<Rect, "x" | "y" | "width" | "height"> {
  const inset = outlined.has(look) ? 0.5 : 0;
  return { x: x + inset, y: y + inset, width: Math.max(0, width - 2 * inset), height: height - 2 * inset };
}

const outlined: ReadonlySet<Rect["look"]> = new Set([
  "waiting",
  "drafting",
  "held",
  "dead",
  "failed",
  "unheard",
  "taken-back",
  "tool",
  "unexplained",
  "window",
]);
