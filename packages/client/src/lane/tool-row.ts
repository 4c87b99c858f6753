import { formatMs } from "./format.ts";
import { markEdges, nameRow, ruleRow, toExtent } from "./lane-row.ts";
import type { LaneRow } from "./lane-row.ts";
import { toolFates } from "./lane-words.ts";
import type { LaneTool } from "./turn-lane.ts";

/** One tool call, from the call to its answer. Gives the height. */
export function drawTool(row: LaneRow, tool: LaneTool): number {
  const { drawing, scale, metrics, top } = row;
  ruleRow(row, metrics.rowPx);
  const textX = nameRow(row, "tool");
  const extent = toExtent(row, tool.startMs, tool.endMs);
  drawing.rect({ look: "tool", ...extent, y: top + metrics.barTopPx, height: metrics.barPx, part: tool.id });
  markEdges(row, tool.startMs, tool.endMs);
  const tookMs = formatMs(tool.endMs - tool.startMs);
  const text = `${tool.name} · ${tool.fate === "answered" ? tookMs : toolFates[tool.fate]}`;
  const y = top + metrics.textPx;
  const spots = [text, tool.name].flatMap((said) =>
    metrics.gutterPx === 0
      ? [{ text: said, look: "ink", x: textX, y } as const]
      : [
          { text: said, look: "ink", x: extent.x + extent.width + 7, y, within: scale } as const,
          { text: said, look: "ink", x: extent.x - 7, y, anchor: "end", within: scale } as const,
        ],
  );
  drawing.label(...spots);
  return metrics.rowPx;
}
