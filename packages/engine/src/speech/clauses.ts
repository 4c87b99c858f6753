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

/**
 * Cuts off every speakable clause that is complete now.
 *
 * A clause is text up to `. ! ? ; :`, or up to a comma or dash before white space, with at least 3 words and at most
 * 12. A mark behind a digit, an initial or an abbreviation ends nothing until what follows it is known ("3.5", "Dr. Who").
 */
export function cutClauses(
  cut: ClauseCut,
  text: string,
): { readonly cut: ClauseCut; readonly clauses: readonly string[] } {
  let rest = cut.rest + text;
  const clauses: string[] = [];
  for (let end = findClauseEnd(rest); end > 0; end = findClauseEnd(rest)) {
    clauses.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trimStart();
  }
  return { cut: { rest, count: cut.count + clauses.length }, clauses };
}

/** Where the first clause of `text` ends, or 0 where none is complete. */
function findClauseEnd(text: string): number {
  let words = 0;
  let inWord = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const blank = isBlank(character);
    if (blank) {
      if (inWord && words >= mostWords) return index;
      inWord = false;
      continue;
    }
    if (!inWord && isWordCharacter(character)) {
      inWord = true;
      words += 1;
    }
    if (words >= leastWords && endsClause(text, index)) return skipClosers(text, index + 1);
  }
  return 0;
}

function endsClause(text: string, index: number): boolean {
  const character = text.charAt(index);
  const next = text.charAt(index + 1);
  if (character === "," || character === "–" || character === "—") return next !== "" && isBlank(next);
  if (character === "!" || character === "?" || character === ";" || isFullWidthEnd(character)) return true;
  if (character !== "." && character !== ":") return false;
  if (next !== "") return isBlank(next) && !(character === "." && isAbbreviation(text, index));
  return !isDigit(text.charAt(index - 1)) && !isAbbreviation(text, index);
}

const abbreviations = new Set([
  "mr",
  "mrs",
  "ms",
  "dr",
  "prof",
  "st",
  "no",
  "vs",
  "etc",
  "e.g",
  "i.e",
  "approx",
  "inc",
  "jr",
  "sr",
  "u.s",
  "a.m",
  "p.m",
]);

/** Whether the dot at `index` belongs to its word: "Dr.", "J.", "e.g.". */
function isAbbreviation(text: string, index: number): boolean {
  let start = index;
  while (start > 0 && !isBlank(text.charAt(start - 1))) start -= 1;
  const word = text.slice(start, index).toLowerCase();
  return (word.length === 1 && word !== "i" && isWordCharacter(word) && !isDigit(word)) || abbreviations.has(word);
}

function skipClosers(text: string, index: number): number {
  let end = index;
  while (end < text.length && "\"'”’)]!?.".includes(text.charAt(end))) end += 1;
  return end;
}

function isBlank(character: string): boolean {
  return character === " " || character === "\n" || character === "\t" || character === "\r" || character === "\u00a0";
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function isFullWidthEnd(character: string): boolean {
  return character === "。" || character === "！" || character === "？" || character === "；";
}

/** Letters and digits of any script; marks, quotes and symbols make no word. */
function isWordCharacter(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 128) return isDigit(character) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return code > 0xbf && !(code >= 0x2000 && code <= 0x206f) && !isFullWidthEnd(character);
}
