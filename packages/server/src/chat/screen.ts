import { cellsOf } from "./cells.ts";
import type { Line } from "./line-editor.ts";
import { fitLine } from "./prompt-row.ts";
import type { Style } from "./style.ts";
import { createWordWrap, type WordWrap } from "./word-wrap.ts";

/**
 * A terminal that is only ever added to: finished lines stay as they are in its scrollback, and at most the last row (the
 * prompt, or what is being waited for) is drawn again.
 */
export interface Screen {
  /** Shows finished lines above the last row, each broken between words, with `lead` before the first. */
  print(text: string, look?: Look): void;
  /** Begins text that comes in pieces; the last row is its own until `endStream`. */
  stream(piece: string): void;
  endStream(): void;
  /** The line that is typed, in the last row. */
  prompt(line: Line): void;
  /** What is being waited for, in the last row. */
  wait(text: string): void;
  /** Leaves the last row empty, and the cursor at its beginning. */
  clear(): void;
}

export interface Look {
  readonly lead?: string;
  readonly paintLead?: (text: string) => string;
  readonly paint?: (text: string) => string;
}

export interface ScreenOptions {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly style: Style;
}

export const promptLead = "› ";
export const indent = "  ";
const newline = "\r\n";

export function createScreen({ write, columns, style }: ScreenOptions): Screen {
  let streaming: WordWrap | undefined;
  // Whether something that may be drawn again stands in the last row.
  let drawn = false;

  const clear = (): void => {
    if (drawn) write("\r\u001b[J");
    drawn = false;
  };
  const endStream = (): void => {
    if (streaming === undefined) return;
    write(streaming.end() + newline);
    streaming = undefined;
  };
  const draw = (text: string): void => {
    endStream();
    write(`\r${text}\u001b[K`);
    drawn = true;
  };

  return {
    clear,
    endStream,
    print(text, { lead = indent, paintLead = plain, paint = plain } = {}) {
      endStream();
      clear();
      const wrap = createWordWrap({ columns, indent: " ".repeat(cellsOf(lead)), newline });
      const rows = (wrap.push(text) + wrap.end()).split(newline);
      const painted = rows.map((row, index) => (index === 0 ? paintLead(lead) + paint(row) : paint(row)));
      write(painted.join(newline).trimEnd() + newline);
    },
    stream(piece) {
      clear();
      const begins = streaming === undefined;
      streaming ??= createWordWrap({ columns, indent, newline });
      write((begins ? indent : "") + streaming.push(piece));
    },
    prompt(line) {
      const row = fitLine(line, columns() - cellsOf(promptLead));
      draw(style.accent(promptLead) + row.text);
      write(`\r\u001b[${cellsOf(promptLead) + row.cursorCells}C`);
    },
    wait(text) {
      draw(style.dim(indent + fitLine({ text, cursor: 0 }, columns() - cellsOf(indent)).text));
    },
  };
}

function plain(text: string): string {
  return text;
}
