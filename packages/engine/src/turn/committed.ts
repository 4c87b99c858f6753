import type { Transcript, UserWords } from "../transcript/user-words.ts";
import { dropWords, isSameWords, startsWithWords, toWords } from "../transcript/words.ts";

/** The words that were committed last, to know late news of them. */
export interface Committed {
  readonly at: number;
  readonly words: Words;
  /** The same behind all that was committed before in one and the same text, where its recogniser never began anew. */
  readonly whole: Words;
  /** Each utterance, as far as it was committed, by id. */
  readonly utterances: readonly { readonly id: string | undefined; readonly words: Words }[];
  /** The words of its last segment, and whether its recogniser had finished with them. */
  readonly tail: { readonly words: Words; readonly final: boolean };
  /**
   * Whether a text without an id may still belong to it: for a while (`late`); as long as the next turn holds the rest
   * of the same text (`goes-on`); or not, since other words have opened the next turn (`forgotten`).
   */
  readonly text: "late" | "goes-on" | "forgotten";
}

type Words = readonly string[];

/** What a transcript is to the committed words: nothing to do with them, nothing new, more of them, or other ones. */
export type Lateness = "fresh" | "stale" | "extends" | "corrects";

/** How long words without an id may still belong to the turn that was committed: the slowest finals come by then. */
const lateTextMs = 2000;

/** How long an utterance may still turn out to have been other words. After that its id was used for new ones. */
const lateCorrectionMs = 10_000;

/** L4 Remembers the words of a turn that is committed now; `before` is what was remembered until now. */
export function commitWords(user: UserWords, at: number, before: Committed | undefined): Committed {
  const last = user.utterances.at(-1);
  const carried = before?.text === "goes-on" ? before : undefined;
  const utterances = user.utterances.map(({ id, closed, tail }) => {
    const known = id === undefined ? undefined : carried?.utterances.find((one) => one.id === id);
    return { id, words: [...(known?.words ?? []), ...toWords([...closed, tail].join(" "))] };
  });
  const final = last === undefined || last.tail === "";
  return {
    at,
    words: user.words,
    whole: [...(carried?.whole ?? []), ...user.words],
    utterances,
    tail: { words: toWords((final ? last?.closed.at(-1) : last.tail) ?? ""), final },
    text: "late",
  };
}

/** L1 to L3 Judges a transcript that comes after a commit, with the number of committed words that it repeats. */
export function judgeLateness(
  committed: Committed,
  transcript: Transcript,
  at: number,
): { readonly lateness: Lateness; readonly repeated: number } {
  const { utteranceId } = transcript;
  const words = toWords(transcript.text);
  const byId = utteranceId === undefined ? undefined : committed.utterances.find((one) => one.id === utteranceId);
  if (byId === undefined && (utteranceId !== undefined || !isTextLate(committed, at))) return fresh;
  const ofTurn = [committed.whole, committed.words, byId?.words ?? []];
  for (const base of transcript.scope === "segment" ? [committed.tail.words] : ofTurn) {
    if (base.length === 0) continue;
    if (isSameWords(words, base) || startsWithWords(base, words)) return { lateness: "stale", repeated: words.length };
    if (startsWithWords(words, base)) return { lateness: "extends", repeated: base.length };
  }
  const isNewSegment = transcript.scope === "segment" && committed.tail.final;
  const corrects = byId !== undefined && !isNewSegment && at <= committed.at + lateCorrectionMs;
  return corrects ? { lateness: "corrects", repeated: 0 } : fresh;
}

/** L4 A revision of the committed turn, without what was committed before it in the same text. */
export function withoutCarried(committed: Committed, transcript: Transcript): Transcript {
  const carried = committed.whole.slice(0, committed.whole.length - committed.words.length);
  if (carried.length === 0 || transcript.scope === "segment") return transcript;
  if (!startsWithWords(toWords(transcript.text), carried)) return transcript;
  return { ...transcript, text: dropWords(transcript.text, carried.length) };
}

function isTextLate(committed: Committed, at: number): boolean {
  return committed.text === "goes-on" || (committed.text === "late" && at <= committed.at + lateTextMs);
}

const fresh = { lateness: "fresh", repeated: 0 } as const;
