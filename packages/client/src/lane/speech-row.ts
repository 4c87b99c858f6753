import { isShown, markEdges, nameRow, ruleRow, toExtent } from "./lane-row.ts";
import type { LaneRow } from "./lane-row.ts";
import type { LaneSpeech } from "./lane-speech.ts";
import { fitText } from "./text-width.ts";

/** How much of a reply that was cut is drawn after the cut: its length is not a time. */
const unheardPx = 28;
const leastCutPx = 64;

/** The last row: the replies that left, with their words. Gives the height. */
export function drawSpeeches(row: LaneRow): number {
  const { lane, metrics } = row;
  ruleRow(row, metrics.rowPx);
  const textX = nameRow(row, lane.speeches.at(-1)?.basis ?? "sent");
  // The last one first: where two labels meet, it is the one that counts.
  const shown = lane.speeches.filter((speech) => isShown(row, speech.startMs, speech.endMs)).toReversed();
  for (const speech of shown) drawSpeech(row, speech, textX);
  return metrics.rowPx;
}

function drawSpeech(row: LaneRow, speech: LaneSpeech, textX: number): void {
  const { drawing, scale, metrics, top } = row;
  const y = top + metrics.barTopPx;
  const extent = toExtent(row, speech.startMs, speech.endMs);
  const look = speech.end === "taken-back" ? "taken-back" : "heard";
  drawing.rect({ look, ...extent, y, height: metrics.barPx, part: `speech-${speech.id}` });
  markEdges(row, speech.startMs, speech.end === "cut" ? Math.min(speech.endMs, scale.toMs) : speech.endMs);
  const end = drawCut(row, speech, extent.x + extent.width);
  if (metrics.gutterPx === 0) labelAbove(row, speech, textX);
  else labelBeside(row, speech, { left: extent.x, right: extent.x + extent.width, end });
}

/** The cut, and a stub for what nobody heard. Gives where the bar ends. */
function drawCut(row: LaneRow, speech: LaneSpeech, x: number): number {
  const { drawing, scale, metrics, top } = row;
  if (speech.end !== "cut" || speech.endMs > scale.toMs) return x;
  const y = top + metrics.barTopPx;
  const width = Math.min(unheardPx, scale.right - x);
  if (width >= metrics.leastBarPx) {
    drawing.rect({ look: "unheard", x, y, width, height: metrics.barPx, part: `speech-${speech.id}` });
  }
  drawing.line({ look: "cap", x1: x, y1: y - 3, x2: x, y2: y + metrics.barPx + 3 });
  return x + Math.max(0, width);
}

function labelAbove(row: LaneRow, speech: LaneSpeech, textX: number): void {
  const { drawing, metrics, top } = row;
  const right = drawing.width - metrics.edgePx;
  const spot = { look: speech.end === "taken-back" ? "quiet" : "ink", x: textX, y: top + metrics.textPx } as const;
  const texts = [toText(speech), fitText(toText(speech), right - textX)];
  drawing.label(...texts.map((text) => ({ ...spot, text, within: { left: textX, right } })));
}

interface Bar {
  readonly left: number;
  readonly right: number;
  /** Of the bar with its stub. */
  readonly end: number;
}

function labelBeside(row: LaneRow, speech: LaneSpeech, { left, right, end }: Bar): void {
  const { drawing, scale, metrics, top } = row;
  const y = top + metrics.textPx;
  const takenBack = speech.end === "taken-back";
  const look = takenBack ? "quiet" : "ink";
  const inside = { look, x: left + 6, y, within: { left, right: right - 4 }, inside: true } as const;
  const after = { look, x: end + 7, y, within: scale } as const;
  const words = toText(speech);
  if (speech.end === "cut" && speech.endMs <= scale.toMs) {
    const cut = speech.unheard === "" ? "✕ cut off" : `✕ cut off; not heard: ${speech.unheard}`;
    const room = scale.right - after.x;
    const said = [`${speech.text}–`, fitText(`${speech.text}–`, right - left - 12)];
    const told = drawing.label(
      { ...after, text: cut },
      { ...after, text: room < leastCutPx ? "" : fitText(cut, room) },
    );
    // Without room after the cut it is told within.
    drawing.label(...(told ? said : [words, ...said]).map((text) => ({ ...inside, text })));
    return;
  }
  const [insideRoom, afterRoom] = [right - left - 12, scale.right - after.x];
  const cutInside = { ...inside, text: fitText(words, insideRoom) };
  const cutAfter = { ...after, text: fitText(words, afterRoom) };
  const whole = takenBack ? [] : [{ ...inside, text: words }];
  const cuts = takenBack || afterRoom > insideRoom ? [cutAfter] : [cutInside, cutAfter];
  drawing.label(...whole, { ...after, text: words }, ...cuts);
}

function toText(speech: LaneSpeech): string {
  if (speech.end === "taken-back") return "✕ taken back, nothing of it was heard";
  return speech.end === "cut" ? `${speech.text}–  ✕ cut off` : speech.text;
}
