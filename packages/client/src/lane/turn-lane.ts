import type { ErrorCode, Outcome } from "@repartee/protocol";

import { toLaneDrafts } from "./lane-drafts.ts";
import type { LaneDraft } from "./lane-drafts.ts";
import { toLaneSpeeches } from "./lane-speech.ts";
import type { LaneSpeech } from "./lane-speech.ts";
import { estimateWithoutDrafts, toWait } from "./segments.ts";
import type { Estimate, Wait } from "./segments.ts";
import type { ToolEndRecord, ToolRecord, TurnRecord } from "./turn-record.ts";
import { reviseWords } from "./word-track.ts";
import type { StruckWord, TimedWord, WordTrack } from "./word-track.ts";

/** One turn as it can be drawn: what was said, what was drafted meanwhile, what became of it, and who waited for what. */
export interface TurnLane {
  readonly turnIdx: number;
  /** Whether more may still come. */
  readonly open: boolean;
  readonly outcome: Outcome | undefined;
  /** Where the picture begins and ends, in milliseconds since the conversation's start, as every time here. */
  readonly startMs: number;
  readonly endMs: number;
  readonly words: readonly TimedWord[];
  readonly struck: readonly StruckWord[];
  readonly drafts: readonly LaneDraft[];
  readonly tools: readonly LaneTool[];
  /** The replies that left: the last one, and before it those that were taken back. */
  readonly speeches: readonly LaneSpeech[];
  readonly commits: readonly LaneCommit[];
  readonly lastWordMs: number | undefined;
  readonly wait: Wait | undefined;
  readonly withoutDrafts: Estimate | undefined;
  readonly failure: { readonly code: ErrorCode; readonly message: string; readonly atMs: number } | undefined;
}

/** `open`: nobody is known to have answered. */
export type ToolFate = ToolEndRecord["fate"] | "open";

export interface LaneTool {
  readonly id: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly fate: ToolFate;
}

/** The end of the user's turn. One that was taken back says when. */
export interface LaneCommit {
  readonly atMs: number;
  readonly reason: string;
  readonly takenBackMs: number | undefined;
}

export interface LaneOptions {
  /** The present, on the conversation's clock: what runs reaches up to it. Left out: to the newest stamp. */
  readonly nowMs?: number;
}

/** What a turn's frames amount to. Pure. */
export function toLane(turn: TurnRecord, options: LaneOptions = {}): TurnLane {
  const open = turn.numbers === undefined;
  const nowMs = open ? Math.max(options.nowMs ?? 0, turn.lastAtMs) : (turn.completedAtMs ?? turn.lastAtMs);
  const track = toWords(turn);
  const drafts = toLaneDrafts(turn, nowMs);
  const speeches = toLaneSpeeches(turn, nowMs);
  const tools = turn.tools.map((call, index) => toTool(call, { index, nowMs }));
  const lastWordMs = turn.numbers?.last_word_at ?? track.words.at(-1)?.atMs;
  const wait = toWait(turn, track.words.length > 0 ? lastWordMs : undefined);
  const moments = toMoments(turn, [...drafts, ...speeches, ...tools]);
  const whole = [...moments, ...[...track.words, ...track.struck].map((word) => word.atMs), ...(open ? [nowMs] : [])];
  const startMs = whole.reduce((one, other) => Math.min(one, other), whole[0] ?? turn.lastAtMs);
  return {
    turnIdx: turn.turnIdx,
    open,
    outcome: turn.numbers?.outcome,
    startMs,
    endMs: whole.reduce((one, other) => Math.max(one, other), startMs),
    ...track,
    drafts,
    tools,
    speeches,
    commits: turn.releases.map(({ atMs, reason, reopened }) => ({ atMs, reason, takenBackMs: reopened?.atMs })),
    lastWordMs,
    wait,
    withoutDrafts: estimateWithoutDrafts(turn, wait),
    failure: turn.failure,
  };
}

function toMoments(turn: TurnRecord, bars: readonly { startMs: number; endMs: number }[]): readonly number[] {
  const failedMs = turn.failure === undefined ? [] : [turn.failure.atMs];
  return [...bars.flatMap((bar) => [bar.startMs, bar.endMs]), ...turn.releases.map(({ atMs }) => atMs), ...failedMs];
}

/**
 * LN3 The words come from the server where it told them, else from what the client sent, else from what the drafts
 * answered. What was committed has the last word.
 */
function toWords(turn: TurnRecord): WordTrack {
  const told = turn.told.words.length > 0 ? turn.told : turn.sent.words.length > 0 ? turn.sent : toDraftWords(turn);
  const release = turn.releases.at(-1);
  if (release === undefined || release.transcript === "" || release.reopened !== undefined) return told;
  const last = turn.numbers?.last_word_at ?? told.words.at(-1)?.atMs ?? release.atMs;
  return reviseWords(told, release.transcript, Math.min(last, release.atMs));
}

function toDraftWords(turn: TurnRecord): WordTrack {
  const none: WordTrack = { words: [], struck: [] };
  return turn.drafts.reduce((track, draft) => reviseWords(track, draft.transcript, draft.startedAtMs), none);
}

function toTool(call: ToolRecord, { index, nowMs }: { index: number; nowMs: number }): LaneTool {
  const { callId, name, atMs, end } = call;
  const endMs = Math.max(atMs, end?.atMs ?? nowMs);
  return { id: `tool-${callId ?? index}`, name, startMs: atMs, endMs, fate: end?.fate ?? "open" };
}
