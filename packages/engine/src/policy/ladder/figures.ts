/** ML4 Numbers, times and ordinals in one form, whether they were written in figures or in words. */
export function toFigures(words: readonly string[]): readonly string[] {
  const written: string[] = [];
  for (let index = 0; index < words.length;) {
    const half = readHalfOfDay(words, index);
    const run = half === undefined ? readRun(words, index) : undefined;
    if (half !== undefined) written.push(half);
    else if (run !== undefined) written.push(...writeRun(run.numbers));
    else written.push(words[index] ?? "");
    index = run?.end ?? index + (half === undefined ? 1 : 2);
    // "Five o'clock" is five.
    if (run !== undefined && words[index] === "oclock") index += 1;
  }
  return written;
}

/** Whether a word, as `toFigures` writes it, is a number. */
export function isFigure(word: string): boolean {
  return word.startsWith("#");
}

/** "A m" and "p m", letter by letter. */
function readHalfOfDay(words: readonly string[], index: number): string | undefined {
  const [one, other] = [words[index], words[index + 1]];
  return other === "m" && (one === "a" || one === "p") ? `${one}m` : undefined;
}

interface Spoken {
  /** In figures, with leading zeros as they were said; "1st" where it is an ordinal. */
  readonly figures: string;
  readonly inWords: boolean;
  /** It has thousands in words, and is a number by itself. */
  readonly composed: boolean;
  readonly end: number;
}

interface Run {
  readonly numbers: readonly Spoken[];
  readonly end: number;
}

/** Numbers that follow each other without another word between. */
function readRun(words: readonly string[], start: number): Run | undefined {
  const numbers: Spoken[] = [];
  let end = start;
  for (;;) {
    const next = readNumber(words, end) ?? readOh(words, end, numbers.length > 0);
    if (next === undefined) return numbers.length === 0 ? undefined : { numbers, end };
    numbers.push(next);
    ({ end } = next);
  }
}

/** "Oh" is a zero inside a number, or before two digits: "seven oh five", "seven oh oh", "oh two two". */
function readOh(words: readonly string[], index: number, inside: boolean): Spoken | undefined {
  if (!isOh(words[index])) return undefined;
  const isDigitAt = (at: number): boolean => (digits.get(words[at] ?? "") ?? 10) < 10;
  const among = inside && (isDigitAt(index + 1) || isOh(words[index + 1]) || isOh(words[index - 1]));
  if (!among && !(isDigitAt(index + 1) && isDigitAt(index + 2))) return undefined;
  return { figures: "0", inWords: true, composed: false, end: index + 1 };
}

/** How a zero is said in a telephone number. */
export function isOh(word: string | undefined): boolean {
  return word === "oh" || word === "o";
}

function readNumber(words: readonly string[], start: number): Spoken | undefined {
  const word = words[start] ?? "";
  if (/^\d+(?:st|nd|rd|th)$/u.test(word)) return { figures: word, inWords: false, composed: false, end: start + 1 };
  if (/^\d+$/u.test(word) && !scales.has(words[start + 1] ?? "")) {
    return { figures: word, inWords: false, composed: false, end: start + 1 };
  }
  return readCardinal(words, start) ?? readOrdinal(words, start);
}

/** "Two hundred and five thousand and three": parts that get smaller. */
function readCardinal(words: readonly string[], start: number): Spoken | undefined {
  let total = 0;
  let limit = Number.POSITIVE_INFINITY;
  let end = start;
  for (;;) {
    const from = end > start && words[end] === "and" && limit > 1 ? end + 1 : end;
    const part = readBelowThousand(words, from);
    if (part === undefined || (part.value === 0 && end > start)) break;
    const scale = part.value > 0 ? (thousands.get(words[part.end] ?? "") ?? 1) : 1;
    if (scale >= limit) break;
    total += part.value * scale;
    end = scale === 1 ? part.end : part.end + 1;
    limit = scale;
    if (scale === 1) break;
  }
  // "Twenty first" is an ordinal.
  const goesOn = ordinals.has(words[end] ?? "") && total % 100 >= 20 && total % 10 === 0;
  if (end === start || goesOn) return undefined;
  return { figures: String(total), inWords: true, composed: total >= 1000, end };
}

interface Value {
  readonly value: number;
  readonly end: number;
}

function readBelowThousand(words: readonly string[], start: number): Value | undefined {
  const article = words[start] === "a" && scales.has(words[start + 1] ?? "");
  const head = article ? { value: 1, end: start + 1 } : readBelowHundred(words, start);
  if (head === undefined || words[head.end] !== "hundred" || head.value === 0) return head;
  const value = head.value * 100;
  const end = head.end + 1;
  const rest = readBelowHundred(words, words[end] === "and" ? end + 1 : end);
  return rest === undefined || rest.value === 0 ? { value, end } : { value: value + rest.value, end: rest.end };
}

function readBelowHundred(words: readonly string[], start: number): Value | undefined {
  const word = words[start] ?? "";
  const ten = tens.get(word);
  const digit = digits.get(words[start + 1] ?? "") ?? 0;
  if (ten !== undefined) {
    const joined = digit > 0 && digit < 10;
    return { value: joined ? ten + digit : ten, end: joined ? start + 2 : start + 1 };
  }
  const value = digits.get(word) ?? (/^[1-9]\d{0,2}$/u.test(word) ? Number(word) : undefined);
  return value === undefined ? undefined : { value, end: start + 1 };
}

/** "First", "twenty third". */
function readOrdinal(words: readonly string[], start: number): Spoken | undefined {
  const ten = tens.get(words[start] ?? "") ?? 0;
  const at = ten > 0 ? start + 1 : start;
  const rank = ordinals.get(words[at] ?? "");
  if (rank === undefined || (ten > 0 && rank > 9)) return undefined;
  return { figures: withSuffix(ten + rank), inWords: true, composed: false, end: at + 1 };
}

function withSuffix(value: number): string {
  const teen = value % 100 >= 11 && value % 100 <= 13;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][value % 10] ?? "th");
  return `${value}${suffix}`;
}

/** From so many digits on, groups of them are one number: nobody says decimals that long. */
const longNumber = 7;

/**
 * Digits that are said one by one are one number; so are thousands, and what is as long as a telephone number. Other
 * numbers stay apart: "3.5" comes as two of them, and is not 35.
 */
function writeRun(run: readonly Spoken[]): readonly string[] {
  const numbers = joinZeros(run);
  const all = numbers.map((number) => number.figures);
  const plain = all.every((figures) => /^\d+$/u.test(figures));
  const single = all.every((figures) => figures.length === 1);
  const enough = numbers.every((number) => number.inWords) ? 2 : 3;
  const joined = all.join("");
  const composed = numbers.some((number) => number.composed);
  const one = plain && !composed && ((single && all.length >= enough) || joined.length >= longNumber);
  return (one ? [joined] : all).map((figures) => `#${figures}`);
}

/** "1,000" comes as 1 and 000; "5:00" as 5 and 00. */
function joinZeros(run: readonly Spoken[]): readonly Spoken[] {
  const joined: Spoken[] = [];
  for (const number of run) {
    const last = joined.at(-1);
    const before = last !== undefined && !last.inWords && !number.inWords ? last.figures.length : 0;
    if (last !== undefined && before > 0 && number.figures === "000") {
      joined[joined.length - 1] = { ...last, figures: `${last.figures}000` };
    } else if (before === 0 || before > 2 || number.figures !== "00") joined.push(number);
  }
  return joined;
}

function listed(from: number, step: number, words: string): ReadonlyMap<string, number> {
  return new Map(words.split(" ").map((word, index) => [word, from + index * step]));
}

const digits = listed(
  0,
  1,
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
);
const tens = listed(20, 10, "twenty thirty forty fifty sixty seventy eighty ninety");
const thousands: ReadonlyMap<string, number> = new Map([
  ["thousand", 1_000],
  ["million", 1_000_000],
]);
const scales: ReadonlySet<string> = new Set(["hundred", ...thousands.keys()]);
const ordinals = listed(
  1,
  1,
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
);
