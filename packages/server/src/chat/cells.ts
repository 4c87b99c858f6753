/** Text as a terminal shows it: graphemes, and how many cells each takes. */

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a reader calls characters. */
export function graphemesOf(text: string): readonly string[] {
  // Plain ASCII, which most lines are, needs no segmenter; \r\n is the one pair that it would join.
  if (/^[\u0020-\u007e]*$/.test(text)) return text.split("");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

// East Asian Wide and Fullwidth by script and block, and what is shown as an emoji.
const wide = new RegExp(
  [
    "[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf\\ua960-\\ua97f]",
    "[\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6]",
    "[\\u{16fe0}-\\u{18cff}\\u{1b000}-\\u{1b2ff}\\u{20000}-\\u{3fffd}]",
    "\\p{Emoji_Presentation}",
    "\\ufe0f",
  ].join("|"),
  "u",
);
const blank = /^[\p{Mark}\p{Cc}\p{Cf}]*$/u;

/** The cells of a text. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const grapheme of graphemesOf(text)) cells += cellsOfGrapheme(grapheme);
  return cells;
}

export function cellsOfGrapheme(grapheme: string): number {
  if (grapheme.length === 1 && grapheme >= " " && grapheme <= "~") return 1;
  if (blank.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** A text without what would move the cursor, colour the screen or ring: others wrote it, and it is shown as text. */
export function toPrintable(text: string): string {
  return text
    .replace(/[\t\v\f]|\r?\n|\r/gu, (blankOne) => (blankOne.includes("\n") ? "\n" : " "))
    .replace(/[^\P{Cc}\n]/gu, "");
}
