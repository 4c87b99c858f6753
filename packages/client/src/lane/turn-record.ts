import type { ErrorCode, TurnNumbers } from "@repartee/protocol";

import type { WordTrack } from "./word-track.ts";

/**
 * What the frames of one turn say, with their times and nothing inferred. All times are milliseconds since the
 * conversation's start. A turn that a frame does not change keeps its identity.
 */
export interface TurnRecord {
  readonly turnIdx: number;
  /** The words as the server told them, where the connection has `streaming`. */
  readonly told: WordTrack;
  /** The words as the client sent them, where its own frames are known. */
  readonly sent: WordTrack;
  /** In the order of their start; the newest 200. */
  readonly drafts: readonly DraftRecord[];
  /** Every time that the turn was released; the newest 20. */
  readonly releases: readonly ReleaseRecord[];
  readonly tools: readonly ToolRecord[];
  readonly failure: FailureRecord | undefined;
  readonly numbers: TurnNumbers | undefined;
  readonly completedAtMs: number | undefined;
  /** The newest stamp of the turn. */
  readonly lastAtMs: number;
}

export interface DraftRecord {
  readonly inferenceId: string;
  readonly reason: string;
  readonly transcript: string;
  readonly startedAtMs: number;
  /** When its first words were there, where a clause of it was told before the commit. */
  readonly firstTokenAtMs: number | undefined;
  readonly end: DraftEndRecord | undefined;
}

export interface DraftEndRecord {
  readonly fate: "adopted" | "revoked" | "discarded";
  readonly atMs: number;
  /** Why; of an adopted one the rung on which it matched. */
  readonly reason: string;
  /** What it cost for nothing. */
  readonly tokens: number;
}

/** One release: the words that may be spoken, and what became of them. */
export interface ReleaseRecord {
  readonly inferenceId: string;
  readonly atMs: number;
  readonly reason: string;
  readonly transcript: string;
  /** Set where a draft was adopted. */
  readonly rung: string | undefined;
  readonly reopened: { readonly atMs: number; readonly reason: string } | undefined;
  readonly text: string;
  readonly firstSentAtMs: number | undefined;
  readonly lastSentAtMs: number | undefined;
  /** When the last of its clauses had left. */
  readonly finishedAtMs: number | undefined;
  /** When the mouth was first heard of, and how far it came; undefined where nobody reports it. */
  readonly firstHeardAtMs: number | undefined;
  readonly heardChars: number | undefined;
  readonly stopped: { readonly atMs: number; readonly interrupted: boolean } | undefined;
}

export interface ToolRecord {
  readonly callId: string | undefined;
  readonly name: string;
  readonly atMs: number;
  readonly end: ToolEndRecord | undefined;
}

/** `withdrawn`: its draft died; `failed`: it came to nothing. */
export interface ToolEndRecord {
  readonly fate: "answered" | "withdrawn" | "failed";
  readonly atMs: number;
}

/** The calls that the reply waited for: those of drafts that died are none of them. */
export function waitedTools({ tools }: TurnRecord): readonly ToolRecord[] {
  return tools.filter(({ end }) => end?.fate !== "withdrawn");
}

export interface FailureRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly atMs: number;
}

export function createTurnRecord(turnIdx: number, atMs: number): TurnRecord {
  return {
    turnIdx,
    told: noWords,
    sent: noWords,
    drafts: [],
    releases: [],
    tools: [],
    failure: undefined,
    numbers: undefined,
    completedAtMs: undefined,
    lastAtMs: atMs,
  };
}

export function createReleaseRecord(inferenceId: string, atMs: number): ReleaseRecord {
  return {
    inferenceId,
    atMs,
    reason: "",
    transcript: "",
    rung: undefined,
    reopened: undefined,
    text: "",
    firstSentAtMs: undefined,
    lastSentAtMs: undefined,
    finishedAtMs: undefined,
    firstHeardAtMs: undefined,
    heardChars: undefined,
    stopped: undefined,
  };
}

const noWords: WordTrack = { words: [], struck: [] };
