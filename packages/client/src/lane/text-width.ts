/** The sizes that the lane is written in, in pixels. */
export type TextSize = 11 | 12 | 16;

/** Hundredths of the size, as measured in the widest of the usual system fonts (DejaVu Sans) and in Liberation Sans. */
const widths: readonly (readonly [width: number, letters: string])[] = [
  [30, "ijlI'"],
  [34, " .,:;/\\|’·\u202f"],
  [43, "rft!()[]‹›-"],
  [47, '"'],
  [56, "sz?cL_`*J“”–"],
  [60, "kvxy"],
  [64, "0123456789abdeghnopqu{}$éöüßñáíóúàè"],
  [73, "ABCEFKPRSTVXYZ"],
  [79, "DGHNOQU&"],
  [84, "w#+<=>^~−≈✕✓×↺"],
  [88, "M∅◌"],
  [99, "mW%"],
];

const widthOf: ReadonlyMap<string, number> = new Map(
  widths.flatMap(([width, letters]) => Array.from(letters, (letter) => [letter, width] as const)),
);

/** What bold letters take more, at most. */
const boldFactor = 1.24;

/** LN10 At most so wide is a text in the system's font, in pixels: labels are placed by it, without a DOM. */
export function measureText(text: string, size: TextSize = 12, bold = false): number {
  let hundredths = 0;
  for (const letter of text) hundredths += widthOf.get(letter) ?? ((letter.codePointAt(0) ?? 0) > 0xffff ? 140 : 100);
  return Math.ceil(((hundredths * size) / 100) * (bold ? boldFactor : 1));
}

/** As much of the beginning of a text as fits, ended by an ellipsis where it is not all; "" where that says nothing. */
export function fitText(text: string, width: number, size: TextSize = 12): string {
  if (measureText(text, size) <= width) return text;
  const letters = Array.from(text);
  const count = countFitting(letters, width, size);
  return count < fewestLetters ? "" : `${letters.slice(0, count).join("").trimEnd()}…`;
}

/** As many whole words of the end of a text as fit; "" where that says nothing. */
export function fitTextEnd(text: string, width: number, size: TextSize = 12): string {
  if (measureText(text, size) <= width) return text;
  const letters = Array.from(text);
  const count = countFitting(letters.toReversed(), width - measureText(" ", size), size);
  const end = letters.slice(letters.length - count).join("");
  // Better a word less than half of one.
  const whole = end.slice(end.indexOf(" ") + 1);
  return whole.length < fewestLetters ? "" : `… ${whole}`;
}

const fewestLetters = 3;

/** How many letters fit beside an ellipsis. Each is rounded up, so that together they are never too wide. */
function countFitting(letters: readonly string[], width: number, size: TextSize): number {
  let used = measureText("…", size);
  let count = 0;
  for (const letter of letters) {
    used += measureText(letter, size);
    if (used > width) break;
    count += 1;
  }
  return count;
}
