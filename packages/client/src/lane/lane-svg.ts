import type { Label, Line, Rect } from "./drawing.ts";
import type { LaneLayout } from "./layout.ts";
import { laneStyle } from "./lane-style.ts";
import { isBehind, toPainted } from "./paint.ts";

/** LN17 The picture as one SVG document: no script, no font, light or dark as its reader prefers. */
export function toLaneSvg(picture: LaneLayout): string {
  const { width, height } = picture;
  const rows = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(picture.summary)}" class="lane">`,
    laneDefinitions,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    toLaneMarks(picture),
    "</svg>",
  ];
  return `${rows.join("\n")}\n`;
}

/** What the marks of any number of pictures need, once, in a document whose root has the class `lane`. */
export const laneDefinitions = [
  `<style>${laneStyle}</style>`,
  "<defs>",
  '<pattern id="lane-dead" width="5" height="5" patternTransform="rotate(45)" patternUnits="userSpaceOnUse"><path class="hatch-model" d="M0 0V5"/></pattern>',
  '<pattern id="lane-unknown" width="6" height="6" patternTransform="rotate(45)" patternUnits="userSpaceOnUse"><path class="hatch-quiet" d="M0 0V6"/></pattern>',
  "</defs>",
].join("\n");

/** The picture without a document around it, for a sheet of several. */
export function toLaneMarks(picture: LaneLayout): string {
  return [
    ...picture.lines.filter(isBehind).map(toLine),
    ...picture.rects.map(toRect),
    ...picture.lines.filter((line) => !isBehind(line)).map(toLine),
    ...picture.labels.map(toText),
  ].join("\n");
}

function toRect(rect: Rect): string {
  const { x, y, width, height } = toPainted(rect);
  return `<rect class="r-${rect.look}" x="${tenth(x)}" y="${tenth(y)}" width="${tenth(width)}" height="${tenth(height)}"/>`;
}

function toLine({ look, x1, y1, x2, y2 }: Line): string {
  return `<path class="l-${look}" d="M${tenth(x1)} ${tenth(y1)}L${tenth(x2)} ${tenth(y2)}"/>`;
}

function toText({ text, look, x, y, anchor, size, bold, inside }: Label): string {
  const place = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  const weight = bold ? ' font-weight="600"' : "";
  return `<text class="t-${look}${inside ? "" : " halo"}" x="${tenth(x)}" y="${tenth(y)}" font-size="${size}"${place}${weight}>${escape(text)}</text>`;
}

function tenth(px: number): string {
  return String(Math.max(0, Math.round(px * 10) / 10));
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
