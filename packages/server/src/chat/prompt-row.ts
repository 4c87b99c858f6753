import { cellsOfGrapheme, graphemesOf } from "./cells.ts";
import type { Line } from "./line-editor.ts";

/** The part of a line that fits into one row, and how many cells before the cursor it has. */
export interface PromptRow {
  readonly text: string;
  readonly cursorCells: number;
}

/**
 * A line of any length in one row of `cells`: around the cursor, with … where something is left out. The last cell stays
 * free, because a terminal that has filled it may stand in either of two rows.
 */
export function fitLine({ text, cursor }: Line, cells: number): PromptRow {
  const room = Math.max(1, cells - 1);
  const left = fitEnd(graphemesOf(text.slice(0, cursor)), room);
  const right = fitStart(graphemesOf(text.slice(cursor)), room - left.cells);
  return { text: left.text + right, cursorCells: left.cells };
}

function fitEnd(graphemes: readonly string[], room: number): { readonly text: string; readonly cells: number } {
  let from = graphemes.length;
  let cells = 0;
  while (from > 0) {
    const width = cellsOfGrapheme(graphemes[from - 1] ?? "");
    // One cell is kept for the mark, unless this is the last one to fit.
    if (cells + width > room - (from > 1 ? 1 : 0)) break;
    cells += width;
    from -= 1;
  }
  const text = graphemes.slice(from).join("");
  return from === 0 ? { text, cells } : { text: `…${text}`, cells: cells + 1 };
}

function fitStart(graphemes: readonly string[], room: number): string {
  let to = 0;
  let cells = 0;
  for (; to < graphemes.length; to += 1) {
    const width = cellsOfGrapheme(graphemes[to] ?? "");
    if (cells + width > room - (to < graphemes.length - 1 ? 1 : 0)) break;
    cells += width;
  }
  const text = graphemes.slice(0, to).join("");
  return to === graphemes.length || room - cells < 1 ? text : `${text}…`;
}
