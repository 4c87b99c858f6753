/** A word of the user, and when it was first there. */
export interface TimedWord {
  readonly text: string;
  readonly atMs: number;
}

/** A word that was taken back. */
export interface StruckWord extends TimedWord {
  readonly untilMs: number;
}

/** What was said so far: the words that stand, in the order of their times, and those that were revised away. */
export interface WordTrack {
  /** The newest 2,000. */
  readonly words: readonly TimedWord[];
  /** The newest 100. */
  readonly struck: readonly StruckWord[];
}

const MAX_WORDS = 2_000;
const MAX_STRUCK = 100;

/**
 * LN2 The words after one more transcript of them. A word that stands keeps its time; one in the place of another takes
 * the time of the words behind it, so that times rise with the text. Only new words are news: a full stop is none.
 * A word that is typed, or goes letter by letter, is one word.
 */
export function reviseWords(track: WordTrack, text: string, atMs: number): WordTrack {
  const { words: before } = track;
  const after = text.split(/\s+/).filter((word) => word !== "");
  const same = (one: TimedWord | undefined, other: string | undefined) =>
    one !== undefined && other !== undefined && normalise(one.text) === normalise(other);
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && same(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < most - head && same(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail += 1;
  const newAtMs = tail > 0 ? (before[before.length - tail]?.atMs ?? atMs) : atMs;
  const shift = before.length - after.length;
  const words = after.map((word, index): TimedWord => {
    if (index < head) return { text: word, atMs: before[index]?.atMs ?? atMs };
    return { text: word, atMs: index < after.length - tail ? newAtMs : (before[index + shift]?.atMs ?? atMs) };
  });
  let { struck } = track;
  for (const [index, word] of before.slice(head, before.length - tail).entries()) {
    const grows = after[head + index]?.startsWith(word.text) === true;
    if (!grows) struck = strike(struck, { ...word, untilMs: atMs });
  }
  return { words: words.slice(-MAX_WORDS), struck: struck.slice(-MAX_STRUCK) };
}

/** What is left of a word that goes letter by letter is no other word: the whole of it goes a little later. */
function strike(struck: readonly StruckWord[], gone: StruckWord): readonly StruckWord[] {
  const last = struck.at(-1);
  const rest = last !== undefined && last.untilMs === gone.atMs && last.text.startsWith(gone.text);
  return rest ? struck.with(-1, { ...last, untilMs: gone.untilMs }) : [...struck, gone];
}

function normalise(word: string): string {
  return word.toLowerCase().replaceAll(/[.,;:!?…"“”]/g, "");
}
