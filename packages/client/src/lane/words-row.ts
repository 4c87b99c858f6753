import type { LaneRow } from "./lane-row.ts";
import { isShown, nameRow } from "./lane-row.ts";
import { toPhrases } from "./phrases.ts";
import { fitTextEnd, measureText } from "./text-width.ts";

/** Row 1: what the user said, each word where it came, with a mark at the very time. Gives the height. */
export function drawWords(row: LaneRow): number {
  const { drawing, lane, scale, metrics, top } = row;
  const height = metrics.wordsRowPx;
  const y = metrics.gutterPx > 0 ? top + 14 : top + 28;
  if (metrics.gutterPx > 0) nameRow(row, "words");
  else drawing.label({ text: "words", look: "quiet", x: metrics.edgePx, y: top + 13, bold: true });
  const shown = lane.words.filter((word) => isShown(row, word.atMs, word.atMs));
  for (const phrase of toPhrases(shown, scale)) {
    drawing.label({ text: phrase.text, look: "ink", x: phrase.x, y, within: scale });
  }
  for (const word of shown) {
    drawing.rect({ look: "word", x: Math.min(scale.toX(word.atMs), scale.right - 2), y: y + 4, width: 2, height: 4 });
  }
  drawStruck(row, y);
  drawEarlier(row, y);
  return height;
}

/** Words that were taken back, where they stood, if there is room. */
function drawStruck(row: LaneRow, y: number): void {
  const { drawing, lane, scale } = row;
  for (const word of lane.struck.filter(({ atMs }) => isShown(row, atMs, atMs))) {
    const x = scale.toX(word.atMs);
    drawing.label({ text: word.text, look: "struck", x, y, within: scale });
    drawing.rect({ look: "struck", x: Math.min(x, scale.right - 2), y: y + 4, width: 2, height: 4 });
  }
}

/** What was said before the window opens, as far as there is room: the sentence should be readable. */
function drawEarlier(row: LaneRow, y: number): void {
  const { drawing, lane, scale } = row;
  const earlier = lane.words.filter((word) => word.atMs < scale.fromMs).map((word) => word.text);
  if (earlier.length === 0) return;
  const taken = drawing.labels.filter((label) => label.y === y && label.box.right > scale.left);
  const roomTo = taken.reduce((least, label) => Math.min(least, label.box.left), scale.right) - 8;
  const text = fitTextEnd(`… ${earlier.join(" ")}`, roomTo - scale.left);
  if (measureText(text) > 40) drawing.label({ text, look: "quiet", x: scale.left, y, within: scale });
}
