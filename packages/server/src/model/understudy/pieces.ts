const wide = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー";
/** A word with the blanks before it; or two characters of a script without blanks, with the marks behind them. */
const piece = new RegExp(`\\s*(?:[${wide}]{1,2}[。、！？」』）]*|[^\\s${wide}]+)|\\s+`, "gu");

/** Cuts a text into what is said at a time; joined, the pieces are the text. */
export function cutIntoPieces(text: string): readonly string[] {
  return text.match(piece) ?? [];
}
