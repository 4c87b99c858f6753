import { cellsOf, cellsOfGrapheme, graphemesOf, toPrintable } from "./cells.ts";

/** Breaks a text that comes in pieces into rows, between words, with an indent. Nothing that was given out changes. */
export interface WordWrap {
  /** What can be shown by now. The last word waits until it is known to be whole. */
  push(text: string): string;
  /** The rest. */
  end(): string;
}

export interface WrapOptions {
  /** Cells in a row, when it is asked. */
  readonly columns: () => number;
  readonly indent: string;
  readonly newline: string;
}

export function createWordWrap({ columns, indent, newline }: WrapOptions): WordWrap {
  let cells = cellsOf(indent);
  let atStart = true;
  let begun = false;
  let held = "";
  // White space between words is shown with the word behind it: at the end of a row it is not shown at all.
  let gap = "";

  const nextRow = (): string => {
    cells = cellsOf(indent);
    atStart = true;
    gap = "";
    return newline + indent;
  };

  function place(word: string): string {
    const room = Math.max(1, columns() - 1);
    const between = atStart ? "" : gap;
    const width = cellsOf(word);
    if (cells + cellsOf(between) + width <= room) {
      cells += cellsOf(between) + width;
      gap = "";
      atStart = false;
      return between + word;
    }
    const broken = atStart ? "" : nextRow();
    return broken + placeLong(word, room);
  }

  /** A word that is longer than a row is broken where the row ends. */
  function placeLong(word: string, room: number): string {
    let shown = "";
    for (const grapheme of graphemesOf(word)) {
      const width = cellsOfGrapheme(grapheme);
      if (cells + width > room && !atStart) shown += nextRow();
      shown += grapheme;
      cells += width;
      atStart = false;
    }
    return shown;
  }

  function placeAll(text: string): string {
    let shown = "";
    for (const [piece] of text.matchAll(pieces)) {
      const breaks = piece.split("\n").length - 1;
      // A reply begins with its first word.
      if (breaks > 0) shown += begun ? Array.from({ length: breaks }, nextRow).join("") : "";
      else if (piece.trim() === "") gap = piece;
      else shown += place(piece);
      begun ||= shown !== "";
    }
    return shown;
  }

  return {
    push(text) {
      const all = held + toPrintable(text);
      const whole = wholeLength(all);
      held = all.slice(whole);
      return placeAll(all.slice(0, whole));
    },
    end() {
      const rest = held.trimEnd();
      held = "";
      return placeAll(rest);
    },
  };
}

/** Line breaks, runs of blanks, single characters of scripts without spaces, words. */
const spaceless = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";
const pieces = new RegExp(`(?:[^\\S\\n]*\\n)+|[^\\S\\n]+|[${spaceless}][\\p{P}\\p{Mark}ー]*|[^\\s${spaceless}]+`, "gu");

/** No word that is held is longer. */
const longestHeld = 64;

/** How much of `text` consists of whole words: nothing that may come can change how it is broken. */
function wholeLength(text: string): number {
  const start = [...text.matchAll(pieces)].at(-1)?.index ?? text.length;
  return text.length - start > longestHeld ? text.length : start;
}
