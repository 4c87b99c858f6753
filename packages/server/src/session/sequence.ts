/**
 * The numbers of a conversation's frames. They only rise, gaps are normal, and none is ever given twice, not even
 * after a crash: a mark above all of them is stored before they are used.
 */
export interface Sequence {
  /** The highest number given so far to a frame that left. */
  readonly last: number;
  /** The number of a frame that leaves now; undefined where the store was silent for so long that none may be used. */
  next(): number | undefined;
  /**
   * Numbers for frames that leave later, when the store has what they announce: the first of `count`. They are taken
   * from `leap` ahead, so that other frames may leave before them, and between them and the group before.
   */
  ahead(count: number): number;
  /** A frame with a number taken from ahead leaves. */
  reach(seq: number): void;
  /** Nothing more leaves under the numbers that were taken from ahead with this first one. */
  release(first: number): void;
  /** The mark that has to be stored now, if one has to be. */
  takeMark(): number | undefined;
  /** A mark is stored. */
  confirmMark(mark: number): void;
}

export interface SequenceOptions {
  /** No number above this was given before. */
  readonly highWater: number;
  /** What is stored as the mark: the numbers up to it may be used. */
  readonly mark: number;
  /** How far the mark is set ahead. */
  readonly block?: number;
  /** How many frames may leave while the store is at work. */
  readonly leap?: number;
}

/** How far the mark is set ahead of the numbers in use: many leaps, so that few announcements wait for a mark. */
export const sequenceBlock = 2 ** 24;
/** Minutes of talk with every feature on. Numbers are cheap: a JSON number holds 2^37 leaps. */
const defaultLeap = 2 ** 16;

export function createSequence(options: SequenceOptions): Sequence {
  const { highWater, block = sequenceBlock, leap = defaultLeap } = options;
  let last = highWater;
  let highest = highWater;
  let asked = options.mark;
  let confirmed = options.mark;
  /** The first numbers of the groups that were taken from ahead and are still in use, rising. */
  const waiting: number[] = [];

  return {
    get last() {
      return last;
    },
    next() {
      const seq = last + 1;
      if (seq > confirmed || seq >= (waiting[0] ?? Infinity)) return undefined;
      last = seq;
      highest = Math.max(highest, last);
      return last;
    },
    ahead(count) {
      const first = highest + leap;
      waiting.push(first);
      highest = first + count - 1;
      return first;
    },
    reach(seq) {
      last = Math.max(last, seq);
    },
    release(first) {
      const index = waiting.indexOf(first);
      if (index !== -1) waiting.splice(index, 1);
    },
    takeMark() {
      if (highest + block / 2 <= asked) return undefined;
      asked = highest + block;
      return asked;
    },
    confirmMark(mark) {
      confirmed = Math.max(confirmed, mark);
    },
  };
}
