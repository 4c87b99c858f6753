import { isSameWords, startsWithWords, toWords } from "./words.ts";

/** Who says that the user's turn is over: the caller's own detector, or this engine by the persona's patience. */
export type EndedBy = "client" | "server";

/** What the recogniser thinks now. */
export interface Transcript {
  readonly text: string;
  /** `turn`: all that was said in this turn (or utterance); `segment`: what was said since the last final. */
  readonly scope: "turn" | "segment";
  /** These words will not change. It does not end the turn. */
  readonly final: boolean;
  readonly utteranceId?: string | undefined;
  /** 0 to 1. */
  readonly stability?: number | undefined;
  /** 0 to 1. */
  readonly endOfTurnProbability?: number | undefined;
}

/**
 * One utterance of a turn. `closed` are the finals of its segments, `tail` what came since; a transcript of the whole
 * turn replaces both. One that is `shut` is revised no more, whatever the ids say.
 */
export interface Utterance {
  readonly id: string | undefined;
  readonly closed: readonly string[];
  readonly tail: string;
  readonly shut: boolean;
}

/** The user's turn so far: always the whole turn, never only the recogniser's last segment. */
export interface UserWords {
  readonly utterances: readonly Utterance[];
  /** All utterances joined, as they were written. */
  readonly text: string;
  /** The same, normalised; see `toWords`. */
  readonly words: readonly string[];
  /** When `words` last changed. */
  readonly lastWordAt: number;
  readonly stability: number;
  readonly endOfTurnProbability: number | undefined;
  readonly endedBy: EndedBy;
}

/** A turn that has just been opened, without a word in it. */
export function openUserWords(at: number, endedBy: EndedBy): UserWords {
  return {
    utterances: [],
    text: "",
    words: [],
    lastWordAt: at,
    stability: 0,
    endOfTurnProbability: undefined,
    endedBy,
  };
}

/** U1 to U5 Takes a transcript into the turn. */
export function hear(heard: UserWords, transcript: Transcript, stamp: { at: number; endedBy: EndedBy }): UserWords {
  const utterances = placeTranscript(heard.utterances, transcript);
  const text = joinUtterances(utterances);
  const words = toWords(text);
  const changed = !isSameWords(words, heard.words);
  return {
    utterances,
    text,
    words,
    lastWordAt: changed ? stamp.at : heard.lastWordAt,
    stability: transcript.final ? 1 : (transcript.stability ?? 0),
    endOfTurnProbability: transcript.endOfTurnProbability,
    endedBy: stamp.endedBy,
  };
}

/** U6 Takes a transcript as more of the same turn: what it would have revised stays as it is, and it stands behind. */
export function continueWith(
  heard: UserWords,
  transcript: Transcript,
  stamp: { at: number; endedBy: EndedBy },
): UserWords {
  const utterances = heard.utterances.map((one) => (one.id === transcript.utteranceId ? shutUtterance(one) : one));
  return hear({ ...heard, utterances }, transcript, stamp);
}

/** U7 What waits for a turn of its own becomes part of the turn that is open again. */
export function joinWords(heard: UserWords, pending: UserWords | undefined): UserWords {
  if (pending === undefined) return heard;
  const ids = new Set(pending.utterances.map((one) => one.id));
  const before = heard.utterances.map((one) => (ids.has(one.id) ? shutUtterance(one) : one));
  const utterances = [...before, ...pending.utterances];
  const text = joinUtterances(utterances);
  return { ...pending, utterances, text, words: toWords(text) };
}

function placeTranscript(utterances: readonly Utterance[], transcript: Transcript): readonly Utterance[] {
  const known = utterances.findIndex((one) => one.id === transcript.utteranceId && !one.shut);
  const old = utterances[known] ?? { id: transcript.utteranceId, closed: [], tail: "", shut: false };
  const before = known === -1 ? utterances : utterances.slice(0, known);
  const after = known === -1 ? [] : utterances.slice(known + 1);
  const revised = reviseUtterance(old, transcript);
  const wordsBefore = before.length === 0 ? [] : toWords(joinUtterances(before));
  const words = transcript.scope === "turn" && wordsBefore.length > 0 ? toWords(transcript.text) : [];
  if (words.length > 0 && startsWithWords(words, wordsBefore)) {
    // Some recognisers give every segment an id of its own and still send the text of the whole turn.
    if (known === -1 || words.length > wordsBefore.length) return [revised, ...after];
    // The late final of what was shut says nothing of what came behind it.
    if (before.at(-1)?.shut === true) return utterances;
  }
  const blank = known === -1 && joinUtterance(revised) === "";
  return blank ? utterances : [...before, revised, ...after];
}

function reviseUtterance(utterance: Utterance, transcript: Transcript): Utterance {
  const text = transcript.text.trim();
  const closed = transcript.scope === "turn" ? [] : utterance.closed;
  if (!transcript.final) return { ...utterance, closed, tail: text };
  return { ...utterance, closed: text === "" ? closed : [...closed, text], tail: "" };
}

function shutUtterance(utterance: Utterance): Utterance {
  return { ...utterance, shut: true };
}

function joinUtterances(utterances: readonly Utterance[]): string {
  return utterances.map(joinUtterance).filter(isNotBlank).join(" ");
}

function joinUtterance(utterance: Utterance): string {
  return [...utterance.closed, utterance.tail].filter(isNotBlank).join(" ");
}

function isNotBlank(text: string): boolean {
  return text !== "";
}
