import type { Transcript, UserWords } from "../transcript/user-words.ts";
import { isSameWords, startsWithWords, toWords } from "../transcript/words.ts";

/** The words that were committed last, to know a late revision of them. */
export interface Committed {
  readonly words: readonly string[];
  /** The words of each of its utterances, by id. */
  readonly utterances: readonly { readonly id: string | undefined; readonly words: readonly string[] }[];
  /** The words of its last segment. */
  readonly tail: readonly string[];
  /** Until when a text without an id is taken for a late revision because of its words alone. */
  readonly textUntil: number;
}

/** What a transcript is to the committed words: nothing to do with them, nothing new, more of them, or other ones. */
export type Lateness = "fresh" | "stale" | "extends" | "corrects";

/** How long after the commit words without an id may still belong to it: the slowest finals come in about this time. */
export const lateRevisionMs = 2000;

export function commitWords(user: UserWords, at: number): Committed {
  const last = user.utterances.at(-1);
  const tail = last === undefined ? [] : toWords(last.tail === "" ? (last.closed.at(-1) ?? "") : last.tail);
  const utterances = user.utterances.map((one) => ({
    id: one.id,
    words: toWords([...one.closed, one.tail].join(" ")),
  }));
  return { words: user.words, utterances, tail, textUntil: at + lateRevisionMs };
}

/** After other words have opened the next turn, only ids can tell that a transcript is late. */
export function forgetText(committed: Committed): Committed {
  return { ...committed, textUntil: -1 };
}

/** While the next turn holds the rest of a longer revision, its text goes on beginning with the committed words. */
export function rememberText(committed: Committed): Committed {
  return { ...committed, textUntil: Number.MAX_SAFE_INTEGER };
}

/** Judges a transcript that comes after a commit, with the words of the committed part that it repeats. */
export function judgeLateness(
  committed: Committed,
  transcript: Transcript,
  at: number,
): { readonly lateness: Lateness; readonly repeated: number } {
  const words = toWords(transcript.text);
  const byId = committed.utterances.find((one) => one.id !== undefined && one.id === transcript.utteranceId);
  if (byId === undefined && (transcript.utteranceId !== undefined || at > committed.textUntil)) return fresh;
  const bases = transcript.scope === "segment" ? [committed.tail] : [committed.words, byId?.words ?? committed.words];
  for (const base of bases) {
    if (base.length === 0) continue;
    if (isSameWords(words, base) || startsWithWords(base, words)) return { lateness: "stale", repeated: words.length };
    if (startsWithWords(words, base)) return { lateness: "extends", repeated: base.length };
  }
  return byId === undefined ? fresh : { lateness: "corrects", repeated: 0 };
}

const fresh = { lateness: "fresh", repeated: 0 } as const;
