import { isSpaceless } from "../transcript/words.ts";

/** How far the text of a reply has been cut into clauses. */
export interface ClauseCut {
  /** What no clause has taken yet. */
  readonly rest: string;
  /** How many clauses were cut. */
  readonly count: number;
}

export const noClauses: ClauseCut = { rest: "", count: 0 };

const leastWords = 3;
const mostWords = 12;
/** A character of a script without spaces is a word, of a third of the length. */
const spacelessPerWord = 3;
/** In UTF-16 units: text without white space and marks is cut here, so that what waits stays short. */
const longestClause = 400;

/**
 * CL1 to CL8 Cuts off every speakable clause that is complete now.
 *
 * A clause is text up to `. ! ? ; :`, or up to a comma or dash before white space, with at least 3 words and at most
 * 12. A mark behind a digit, an initial or an abbreviation ends nothing until what follows it is known ("3.5", "Dr. Who").
 */
export function cutClauses(
  cut: ClauseCut,
  text: string,
): { readonly cut: ClauseCut; readonly clauses: readonly string[] } {
  let rest = (cut.rest + text).trimStart();
  const clauses: string[] = [];
  for (let end = findClauseEnd(rest); end > 0; end = findClauseEnd(rest)) {
    clauses.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trimStart();
  }
  return { cut: { rest, count: cut.count + clauses.length }, clauses };
}

/** CL9 Nothing more comes for a while: what is left is a clause, however short. */
export function flushClauses(cut: ClauseCut): { readonly cut: ClauseCut; readonly clauses: readonly string[] } {
  const text = cut.rest.trim();
  return text === "" ? { cut, clauses: [] } : { cut: { rest: "", count: cut.count + 1 }, clauses: [text] };
}

/** Where the first clause of `text` ends, or 0 where none is complete. */
function findClauseEnd(text: string): number {
  let words = 0;
  let length = 0;
  let inWord = false;
  for (let index = 0; index < text.length; index += 1) {
    const kind = kindOf(text, index);
    const betweenWords = kind === "spaceless" || (kind === "blank" && inWord);
    if (betweenWords && length >= mostWords * spacelessPerWord) return index;
    if (index >= longestClause && !isLowSurrogate(text, index)) return index;
    if (kind === "spaceless" || (kind === "word" && !inWord)) {
      words += 1;
      length += kind === "word" ? spacelessPerWord : 1;
    }
    if (kind === "word" || kind === "blank") inWord = kind === "word";
    if (words >= leastWords && kind === "other" && endsClause(text, index)) return skipClosers(text, index + 1);
  }
  return 0;
}

type Kind = "blank" | "word" | "spaceless" | "other";

/** Letters and digits of any script are words; marks, quotes and symbols are none, and end none. */
function kindOf(text: string, index: number): Kind {
  const code = text.charCodeAt(index);
  if (code < 128) return kindOfAscii(code);
  if (isLowSurrogate(text, index)) return "other";
  const character = String.fromCodePoint(text.codePointAt(index) ?? code);
  if (/\s/u.test(character)) return "blank";
  if (!/[\p{L}\p{N}]/u.test(character)) return "other";
  return isSpaceless(character) ? "spaceless" : "word";
}

function kindOfAscii(code: number): Kind {
  if (code === 32 || (code >= 9 && code <= 13)) return "blank";
  const upper = code & ~32;
  return (upper >= 65 && upper <= 90) || (code >= 48 && code <= 57) ? "word" : "other";
}

function endsClause(text: string, index: number): boolean {
  const character = text.charAt(index);
  const next = text.charAt(index + 1);
  if (",–—".includes(character)) return next !== "" && isBlank(next);
  if ("!?;。！？；：，、؟।".includes(character)) return true;
  if (character !== "." && character !== ":") return false;
  if (next !== "") return isBlank(next) && !(character === "." && isAbbreviation(text, index));
  return !isDigit(text.charAt(index - 1)) && !isAbbreviation(text, index);
}

const abbreviations: ReadonlySet<string> = new Set(
  "mr mrs ms dr prof st no vs etc e.g i.e approx inc jr sr u.s a.m p.m".split(" "),
);

/** Whether the dot at `index` belongs to its word: "Dr.", "J.", "e.g.". */
function isAbbreviation(text: string, index: number): boolean {
  let start = index;
  while (start > 0 && !isBlank(text.charAt(start - 1))) start -= 1;
  const word = text.slice(start, index).toLowerCase();
  return /^[\p{L}]$/u.test(word) ? word !== "i" : abbreviations.has(word);
}

function skipClosers(text: string, index: number): number {
  let end = index;
  while (end < text.length && "\"'”’)]!?.」』）".includes(text.charAt(end))) end += 1;
  return end;
}

function isBlank(character: string): boolean {
  return /^\s$/u.test(character);
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}
