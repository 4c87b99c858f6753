import type { LabelSpot } from "./drawing.ts";
import { formatMs, formatTokens } from "./format.ts";
import type { DraftPart, LaneDraft } from "./lane-drafts.ts";
import { isShown, markEdges, nameRow, ruleRow, toExtent } from "./lane-row.ts";
import type { LaneRow } from "./lane-row.ts";
import { describeEnd, fates, nameOfDraft } from "./lane-words.ts";
import { fitText } from "./text-width.ts";
import type { TurnLane } from "./turn-lane.ts";

/** One draft: its bar, and what became of it in words. Gives the height. */
export function drawDraft(row: LaneRow, draft: LaneDraft): number {
  const { drawing, metrics, top } = row;
  ruleRow(row, metrics.rowPx);
  const textX = nameRow(row, nameOfDraft(draft));
  const y = top + metrics.barTopPx;
  for (const part of draft.parts.filter(({ fromMs, toMs }) => isShown(row, fromMs, toMs))) {
    const extent = toExtent(row, part.fromMs, part.toMs);
    drawing.rect({ look: part.kind, ...extent, y, height: metrics.barPx, part: draft.id });
  }
  markEdges(row, draft.startMs, draft.endMs);
  const texts = toTexts(row.lane, draft);
  const textY = top + metrics.textPx;
  if (metrics.gutterPx === 0) {
    const right = drawing.width - metrics.edgePx;
    const look = toLook(draft);
    const spots = [...texts, fitText(texts[0] ?? "", right - textX)].map((text) => ({
      text,
      look,
      x: textX,
      y: textY,
    }));
    drawing.label(...spots.map((spot) => ({ ...spot, within: { left: textX, right } })));
    return metrics.rowPx;
  }
  drawing.label(...texts.flatMap((text) => toSpots(row, draft, text)), ...toCutSpots(row, draft, texts[0] ?? ""));
  return metrics.rowPx;
}

/** What may be said of it, the most telling first. */
function toTexts(lane: TurnLane, draft: LaneDraft): readonly string[] {
  const { glyph, name } = fates[draft.fate];
  if (draft.fate === "failed" && lane.failure !== undefined) {
    return [`! failed: ${lane.failure.code}`, "! failed", "!"];
  }
  const tokens = draft.tokens === undefined ? undefined : formatTokens(draft.tokens);
  const reason = draft.fate === "adopted" ? aheadOf(lane, draft) : describeEnd(draft);
  const told = `${glyph} ${name}`;
  const withReason = reason === undefined ? told : `${told}: ${reason}`;
  const all = tokens === undefined ? withReason : `${withReason} · ${tokens}`;
  const spent = tokens === undefined ? told : `${told} · ${tokens}`;
  return [all, withReason, spent, told, glyph];
}

function aheadOf(lane: TurnLane, draft: LaneDraft): string | undefined {
  const commit = lane.commits.at(-1);
  const matched = describeEnd(draft);
  const ahead = commit === undefined ? undefined : `${formatMs(commit.atMs - draft.startMs)} ahead`;
  return [ahead, matched].filter((text) => text !== undefined).join(", ") || undefined;
}

function toLook({ fate }: LaneDraft): LabelSpot["look"] {
  if (fate === "failed") return "error";
  return fate === "revoked" || fate === "discarded" ? "quiet" : "ink";
}

/** LN14 Inside the bar, else after it, else before it. Nothing is written on a hatch. */
function toSpots(row: LaneRow, draft: LaneDraft, text: string): readonly LabelSpot[] {
  const { scale, metrics, top } = row;
  const y = top + metrics.textPx;
  const bar = toBar(row, draft);
  const look = toLook(draft);
  const inside = draft.parts.filter(isWritable).map((part): LabelSpot => {
    const { x, width } = toExtent(row, part.fromMs, part.toMs);
    const within = { left: x + 4, right: x + width - 4 };
    return { text, look: part.kind === "flowing" ? "on" : look, x: x + 6, y, within, inside: true };
  });
  return [
    ...inside,
    { text, look, x: bar.right + 7, y, within: scale },
    { text, look, x: bar.left - 7, y, anchor: "end", within: scale },
  ];
}

/** Where nothing of it fits whole: as much as there is room for. */
function toCutSpots(row: LaneRow, draft: LaneDraft, text: string): readonly LabelSpot[] {
  const { scale, metrics, top } = row;
  const { left, right } = toBar(row, draft);
  const after = scale.right - right - 7;
  const before = left - 7 - scale.left;
  const y = top + metrics.textPx;
  const look = toLook(draft);
  return after >= before
    ? [{ text: fitText(text, after), look, x: right + 7, y, within: scale }]
    : [{ text: fitText(text, before), look, x: left - 7, y, anchor: "end", within: scale }];
}

function isWritable({ kind }: DraftPart): boolean {
  return kind !== "dead";
}

function toBar(row: LaneRow, draft: LaneDraft): { readonly left: number; readonly right: number } {
  const { x, width } = toExtent(row, draft.startMs, draft.endMs);
  return { left: x, right: x + width };
}
