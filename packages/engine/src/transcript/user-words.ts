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
 * turn replaces both.
 */
export interface Utterance {
  readonly id: string | undefined;
  readonly closed: readonly string[];
  readonly tail: string;
}

/** The user's turn so far: always the whole turn, never only the recogniser's last segment. */
export interface UserWords {
  readonly utterances: readonly Utterance[];
  /** All utterances joined, as they were written. */
  readonly text: string;
  /** The same, normalised; see `toWords`. */
  readonly words: readonly string[];
  /** Rises with every change of `words`. */
  readonly revision: number;
  readonly openedAt: number;
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
    revision: 0,
    openedAt: at,
    lastWordAt: at,
    stability: 0,
    endOfTurnProbability: undefined,
    endedBy,
  };
}

/** Takes a transcript into the turn; the answer has a new `revision` only where the normalised words changed. */
export function hear(heard: UserWords, transcript: Transcript, stamp: { at: number; endedBy: EndedBy }): UserWords {
  const utterances = placeTranscript(heard.utterances, transcript);
  const text = utterances.map(joinUtterance).filter(isNotBlank).join(" ");
  const words = toWords(text);
  const changed = !isSameWords(words, heard.words);
  return {
    utterances,
    text,
    words,
    revision: changed ? heard.revision + 1 : heard.revision,
    openedAt: heard.openedAt,
    lastWordAt: changed ? stamp.at : heard.lastWordAt,
    stability: transcript.final ? 1 : (transcript.stability ?? 0),
    endOfTurnProbability: transcript.endOfTurnProbability,
    endedBy: stamp.endedBy,
  };
}

/** Puts `said` behind everything heard so far, whatever the ids say: the user goes on with the same turn. */
export function continueWith(
  heard: UserWords,
  transcript: Transcript,
  stamp: { at: number; endedBy: EndedBy },
): UserWords {
  const closed: UserWords = { ...heard, utterances: heard.utterances.map(closeUtterance) };
  return hear(closed, transcript, stamp);
}

function placeTranscript(utterances: readonly Utterance[], transcript: Transcript): readonly Utterance[] {
  const known = utterances.findIndex((utterance) => utterance.id === transcript.utteranceId && !isShut(utterance));
  if (known !== -1) {
    return utterances.map((utterance, index) => (index === known ? reviseUtterance(utterance, transcript) : utterance));
  }
  const fresh = reviseUtterance({ id: transcript.utteranceId, closed: [], tail: "" }, transcript);
  // Some recognisers give every segment an id of its own and still send the text of the whole turn.
  const before = toWords(utterances.map(joinUtterance).join(" "));
  const cumulative =
    transcript.scope === "turn" && before.length > 0 && startsWithWords(toWords(transcript.text), before);
  return cumulative ? [fresh] : [...utterances, fresh];
}

function reviseUtterance(utterance: Utterance, transcript: Transcript): Utterance {
  const text = transcript.text.trim();
  if (transcript.scope === "turn") return { id: utterance.id, closed: [], tail: text };
  if (!transcript.final) return { ...utterance, tail: text };
  return { id: utterance.id, closed: text === "" ? utterance.closed : [...utterance.closed, text], tail: "" };
}

/** A shut utterance takes no more revisions: its id is one that no transcript can carry. */
function closeUtterance(utterance: Utterance): Utterance {
  return { id: shut, closed: [joinUtterance(utterance)], tail: "" };
}

const shut = "\u0000shut";

function isShut(utterance: Utterance): boolean {
  return utterance.id === shut;
}

function joinUtterance(utterance: Utterance): string {
  return [...utterance.closed, utterance.tail].filter(isNotBlank).join(" ");
}

function isNotBlank(text: string): boolean {
  return text !== "";
}
