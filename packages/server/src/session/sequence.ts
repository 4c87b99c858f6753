/**
 * The numbers of a conversation's frames. They only rise, gaps are normal, and none is ever given twice, not even
 * after a crash: a mark above all of them is stored before they are used.
 */
export interface Sequence {
  /** The highest number given so far to a frame that left. */
  readonly last: number;
  /** The number of a frame that leaves now. */
  next(): number;
  /**
   * Numbers for frames that leave later, when the store has what they announce: the first of `count`. They are taken
   * from `leap` ahead, so that other frames may leave before them.
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

/** How far the mark is set ahead of the numbers in use: hours of talk, so that no frame waits for a disk. */
export const sequenceBlock = 100_000;

/** Thrown when so much was sent while the store was silent that the next number may not be used yet. */
export class SequenceExhausted extends Error {
  override readonly name = "SequenceExhausted";
}

export function createSequence(options: SequenceOptions): Sequence {
  const { highWater, block = sequenceBlock, leap = 4096 } = options;
  let last = highWater;
  let highest = highWater;
  let asked = options.mark;
  let confirmed = options.mark;
  /** The first numbers of the groups that were taken from ahead and are still in use. */
  const waiting: number[] = [];

  function use(seq: number): number {
    if (seq > confirmed || seq >= (waiting[0] ?? Infinity)) {
      throw new SequenceExhausted("the store has been silent for too many frames; dial again to resume");
    }
    return seq;
  }

  return {
    get last() {
      return last;
    },
    next() {
      last = use(last + 1);
      highest = Math.max(highest, last);
      return last;
    },
    ahead(count) {
      const first = Math.max(last + leap, highest + 1);
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
