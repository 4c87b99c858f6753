/** How many tokens a text has. Total, and quick for every text: what it costs grows with the text and no faster. */
export type TokenCounter = (text: string) => number;

/** How much may be remembered: texts, and UTF-16 units of all of them together. */
const mostTexts = 20_000;
const mostUnits = 16_000_000;

/**
 * TK1 The same counter, which remembers what it has counted: a context whose history is known costs only its new words.
 * The text that was not asked for the longest is forgotten first.
 */
export function rememberCounts(
  count: TokenCounter,
  most: { readonly texts: number; readonly units: number } = { texts: mostTexts, units: mostUnits },
): TokenCounter {
  const known = new Map<string, number>();
  let units = 0;

  function forget(): void {
    for (const text of known.keys()) {
      if (known.size <= most.texts && units <= most.units) return;
      known.delete(text);
      units -= text.length;
    }
  }

  return (text) => {
    const before = known.get(text);
    if (before !== undefined) {
      known.delete(text);
      known.set(text, before);
      return before;
    }
    const tokens = count(text);
    known.set(text, tokens);
    units += text.length;
    forget();
    return tokens;
  };
}

/** TK2 What stands without white space for longer is counted in pieces of so many UTF-16 units. */
const longestRun = 256;
/** TK2 A longer text is looked at first: so many units at its beginning, in its middle and at its end. */
const longestUnseen = 16_000;
const sampleUnits = 4_000;
/** TK2 A text with more tokens for each unit is no language that splits into words; a longer one is never counted whole. */
const mostDense = 0.45;
const longestWhole = 200_000;

/**
 * TK2 The same counter for texts that nobody would say: the merges of a tokenizer take time by the square of a word's
 * length, so a long word is counted in pieces (each may cost a token too many), and what is long and dense is not counted
 * whole: samples stand for it.
 */
export function boundCost(count: TokenCounter): TokenCounter {
  return (text) => {
    if (text.length <= longestUnseen) return countPieces(text, count);
    const middle = Math.floor((text.length - sampleUnits) / 2);
    const samples = [0, middle, text.length - sampleUnits].map((start) => text.slice(start, start + sampleUnits));
    const tokens = samples.reduce((sum, sample) => sum + countPieces(sample, count), 0);
    const density = tokens / (sampleUnits * samples.length);
    if (density <= mostDense && text.length <= longestWhole) return countPieces(text, count);
    return Math.ceil(density * text.length);
  };
}

function countPieces(text: string, count: TokenCounter): number {
  // Words of languages and code are far shorter.
  if (!longRun.test(text)) return count(text);
  return text.match(pieces)?.reduce((sum, piece) => sum + count(piece), 0) ?? 0;
}

const longRun = new RegExp(`\\S{${longestRun + 1}}|\\s{${longestRun + 1}}`, "u");
/** Long runs in pieces; what stands between them whole. */
const pieces = new RegExp(
  `\\S{${longestRun}}|\\s{${longestRun}}|(?:(?!\\S{${longestRun}}|\\s{${longestRun}})[\\s\\S])+`,
  "gu",
);
