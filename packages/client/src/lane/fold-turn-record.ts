import type { InboundProperties, OutboundFrameOf } from "@repartee/protocol";

import { appendBounded, changeLast } from "../bounded-list.ts";
import { createReleaseRecord } from "./turn-record.ts";
import type { DraftEndRecord, DraftRecord, ReleaseRecord, ToolEndRecord, TurnRecord } from "./turn-record.ts";
import { reviseWords } from "./word-track.ts";

const MAX_DRAFTS = 200;
const MAX_RELEASES = 20;
const MAX_TOOLS = 200;
const MAX_TEXT_CHARS = 4_000;

export function noteUserWords(turn: TurnRecord, text: string, atMs: number): TurnRecord {
  return { ...turn, told: reviseWords(turn.told, text, atMs) };
}

export function noteDraftStart(
  turn: TurnRecord,
  { properties }: OutboundFrameOf<"conversation.draft.started">,
): TurnRecord {
  const draft: DraftRecord = {
    inferenceId: properties.inference_id,
    reason: properties.reason,
    transcript: properties.transcript,
    startedAtMs: properties.at_ms,
    firstTokenAtMs: undefined,
    end: undefined,
  };
  return { ...turn, drafts: appendBounded(turn.drafts, draft, MAX_DRAFTS) };
}

export function noteDraftEnd(turn: TurnRecord, inferenceId: string, end: DraftEndRecord): TurnRecord {
  return changeDraft(turn, inferenceId, (draft) => ({ ...draft, end }));
}

/** A prepared clause says that its draft has words, a final one that the reply has left; the words come as deltas. */
export function noteClause(
  turn: TurnRecord,
  frame: OutboundFrameOf<"conversation.replica.clause">,
  atMs: number,
): TurnRecord {
  if (frame.properties.prepared !== true) {
    if (frame.properties.final !== true) return turn;
    return changeRelease(turn, frame.inference_id, (release) => ({ ...release, finishedAtMs: atMs }));
  }
  if (frame.inference_id === undefined) return turn;
  return changeDraft(turn, frame.inference_id, (draft) => ({
    ...draft,
    firstTokenAtMs: draft.firstTokenAtMs ?? atMs,
  }));
}

export function noteCommit(
  turn: TurnRecord,
  { properties }: OutboundFrameOf<"conversation.turn.committed">,
  atMs: number,
): TurnRecord {
  const release: ReleaseRecord = {
    ...createReleaseRecord(properties.inference_id, atMs),
    reason: properties.reason,
    transcript: properties.transcript,
    rung: properties.rung ?? undefined,
  };
  return { ...turn, releases: appendBounded(turn.releases, release, MAX_RELEASES) };
}

export function noteReopen(
  turn: TurnRecord,
  { properties }: OutboundFrameOf<"conversation.turn.reopened">,
  atMs: number,
): TurnRecord {
  return changeRelease(turn, properties.inference_id, (release) => ({
    ...release,
    reopened: { atMs, reason: properties.reason },
  }));
}

export function noteDelta(
  turn: TurnRecord,
  frame: OutboundFrameOf<"conversation.replica.delta">,
  atMs: number,
): TurnRecord {
  return changeRelease(withRelease(turn, frame.inference_id, atMs), frame.inference_id, (release) => ({
    ...release,
    text: (release.text + frame.properties.text).slice(0, MAX_TEXT_CHARS),
    firstSentAtMs: release.firstSentAtMs ?? atMs,
    lastSentAtMs: atMs,
  }));
}

export function noteStop(
  turn: TurnRecord,
  frame: OutboundFrameOf<"conversation.replica.stopped_speaking">,
  atMs: number,
): TurnRecord {
  const stopped = { atMs, interrupted: frame.properties.interrupted ?? false };
  return changeRelease(turn, frame.inference_id, (release) => ({ ...release, stopped }));
}

export function notePlayback(
  turn: TurnRecord,
  played: InboundProperties<"conversation.replica.playback">,
  atMs: number,
): TurnRecord {
  return changeRelease(turn, played.inference_id, (release) => {
    const chars =
      played.spoken_chars ?? played.spoken_text?.length ?? (played.done === undefined ? 0 : release.text.length);
    if (chars === 0) return release;
    return {
      ...release,
      firstHeardAtMs: release.firstHeardAtMs ?? atMs,
      heardChars: Math.max(release.heardChars ?? 0, chars),
    };
  });
}

export function noteToolCall(
  turn: TurnRecord,
  { properties }: OutboundFrameOf<"conversation.tool_call">,
  atMs: number,
): TurnRecord {
  const call = { callId: properties.tool_call_id, name: properties.name, atMs, end: undefined };
  return { ...turn, tools: appendBounded(turn.tools, call, MAX_TOOLS) };
}

/** The first end counts: what comes later finds the call over. */
export function noteToolEnd(turn: TurnRecord, callId: string, end: ToolEndRecord): TurnRecord {
  return {
    ...turn,
    tools: changeLast(
      turn.tools,
      (call) => call.callId === callId,
      (call) => (call.end === undefined ? { ...call, end } : call),
    ),
  };
}

/** Of a reply whose release was not seen, as after a resume, its first word is all that is known. */
function withRelease(turn: TurnRecord, inferenceId: string | undefined, atMs: number): TurnRecord {
  if (inferenceId === undefined || turn.releases.some((release) => release.inferenceId === inferenceId)) return turn;
  return { ...turn, releases: appendBounded(turn.releases, createReleaseRecord(inferenceId, atMs), MAX_RELEASES) };
}

function changeDraft(turn: TurnRecord, inferenceId: string, change: (draft: DraftRecord) => DraftRecord): TurnRecord {
  return { ...turn, drafts: changeLast(turn.drafts, (draft) => draft.inferenceId === inferenceId, change) };
}

function changeRelease(
  turn: TurnRecord,
  inferenceId: string | undefined,
  change: (release: ReleaseRecord) => ReleaseRecord,
): TurnRecord {
  return { ...turn, releases: changeLast(turn.releases, (release) => release.inferenceId === inferenceId, change) };
}
