import { graphemesOf } from "./cells.ts";
import type { EditKeyName, Key } from "./key.ts";

/** One line that is being typed. `cursor` is an offset in UTF-16 units, always between two graphemes. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
}

export const emptyLine: Line = { text: "", cursor: 0 };

/** What one turn may say on the wire. */
export const longestLine = 32_000;

/** The line after a key; the same one where the key changes nothing. Pure. */
export function editLine(line: Line, key: Key): Line {
  switch (key.type) {
    case "text":
      return insert(line, key.text);
    case "paste":
      return insert(
        line,
        key.text
          .replace(/\s*[\r\n]+\s*/gu, " ")
          .replace(/\t/gu, " ")
          .replace(/\p{Cc}/gu, ""),
      );
    case "leave-or-delete":
      return edits.delete(line);
    case "enter":
    case "escape":
    case "leave":
      return line;
    default:
      return edits[key.type](line);
  }
}

const edits: { readonly [Name in EditKeyName]: (line: Line) => Line } = {
  backspace: (line) => cut(line, before(line), line.cursor),
  delete: (line) => cut(line, line.cursor, after(line)),
  "delete-word": (line) => cut(line, wordBefore(line), line.cursor),
  "delete-next-word": (line) => cut(line, line.cursor, wordAfter(line)),
  "delete-to-start": (line) => cut(line, 0, line.cursor),
  "delete-to-end": (line) => cut(line, line.cursor, line.text.length),
  left: (line) => moveTo(line, before(line)),
  right: (line) => moveTo(line, after(line)),
  "word-left": (line) => moveTo(line, wordBefore(line)),
  "word-right": (line) => moveTo(line, wordAfter(line)),
  home: (line) => moveTo(line, 0),
  end: (line) => moveTo(line, line.text.length),
};

/** A text that does not fit is not taken in part: half a paste is worse than none. */
function insert(line: Line, added: string): Line {
  const { text, cursor } = line;
  if (added === "" || text.length + added.length > longestLine) return line;
  return snap(text.slice(0, cursor) + added + text.slice(cursor), cursor + added.length);
}

function cut(line: Line, from: number, to: number): Line {
  if (from === to) return line;
  // What was apart may be one grapheme now.
  return snap(line.text.slice(0, from) + line.text.slice(to), from);
}

function moveTo(line: Line, cursor: number): Line {
  return cursor === line.cursor ? line : { text: line.text, cursor };
}

/** An accent that was typed behind its letter is one with it: the cursor stands behind both. */
function snap(text: string, cursor: number): Line {
  return { text, cursor: boundaries(text).find((at) => at >= cursor) ?? text.length };
}

/** Where graphemes begin, and the end. */
function boundaries(text: string): readonly number[] {
  let at = 0;
  return [0, ...graphemesOf(text).map((grapheme) => (at += grapheme.length))];
}

function before({ text, cursor }: Line): number {
  return boundaries(text).findLast((at) => at < cursor) ?? 0;
}

function after({ text, cursor }: Line): number {
  return boundaries(text).find((at) => at > cursor) ?? text.length;
}

function wordBefore({ text, cursor }: Line): number {
  return text.slice(0, cursor).replace(/\S+\s*$|\s+$/u, "").length;
}

function wordAfter({ text, cursor }: Line): number {
  return cursor + (/^\s*\S*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}
