import type { InboundFrame, InboundFrameOf, OutboundFrame, ReceivedFrame } from "@repartee/protocol";

import type { LaneLine } from "./lane-line.ts";
import {
  noteClause,
  noteCommit,
  noteDelta,
  noteDraftEnd,
  noteDraftStart,
  notePlayback,
  noteReopen,
  noteStop,
  noteToolCall,
  noteToolEnd,
  noteUserWords,
} from "./fold-turn-record.ts";
import { createSentWords, hearSentWords, takesWords } from "./sent-words.ts";
import type { SentWords } from "./sent-words.ts";
import { createTurnRecord } from "./turn-record.ts";
import type { TurnRecord } from "./turn-record.ts";

/** The turns of a conversation as their frames tell them: a fold, for a page that listens and for a file alike. */
export interface Lanes {
  /** In the order of `turnIdx`; the newest 500. */
  readonly turns: readonly TurnRecord[];
  /** What the client has sent of the words of a turn that the server has not named yet. */
  readonly sending: SentWords;
}

const MAX_TURNS = 500;

export function createLanes(): Lanes {
  return { turns: [], sending: createSentWords() };
}

/** LN1 The turns after one more frame. Pure; a turn that the frame says nothing about keeps its identity. */
export function foldLanes(lanes: Lanes, line: LaneLine): Lanes {
  if (line.direction === "in") return foldInbound(lanes, line.frame, line.atMs);
  const { frame } = line;
  if (frame.event_type === "unknown") return lanes;
  const atMs = atMsOf(frame) ?? line.atMs;
  const turnIdx = turnIdxOf(frame) ?? lanes.turns.at(-1)?.turnIdx;
  if (atMs === undefined || turnIdx === undefined || frame.message_type === "system") return lanes;
  return changeTurn(lanes, { turnIdx, atMs }, (turn) => foldOutbound(turn, frame, atMs));
}

function foldOutbound(turn: TurnRecord, frame: OutboundFrame, atMs: number): TurnRecord {
  switch (frame.event_type) {
    case "conversation.utterance.streaming":
      return frame.properties.role === "user" ? noteUserWords(turn, frame.properties.speech, atMs) : turn;
    case "conversation.draft.started":
      return noteDraftStart(turn, frame);
    case "conversation.draft.revoked":
    case "conversation.draft.discarded": {
      const fate = frame.event_type === "conversation.draft.revoked" ? "revoked" : "discarded";
      const { inference_id: id, reason, tokens } = frame.properties;
      return noteDraftEnd(turn, id, { fate, atMs, reason, tokens });
    }
    case "conversation.draft.adopted": {
      const { inference_id: id, rung } = frame.properties;
      return noteDraftEnd(turn, id, { fate: "adopted", atMs, reason: rung, tokens: 0 });
    }
    case "conversation.turn.committed":
      return noteCommit(turn, frame, atMs);
    case "conversation.turn.reopened":
      return noteReopen(turn, frame, atMs);
    default:
      return foldReply(turn, frame, atMs);
  }
}

function foldReply(turn: TurnRecord, frame: OutboundFrame, atMs: number): TurnRecord {
  switch (frame.event_type) {
    case "conversation.replica.clause":
      return noteClause(turn, frame, atMs);
    case "conversation.replica.delta":
      return noteDelta(turn, frame, atMs);
    case "conversation.replica.stopped_speaking":
      return noteStop(turn, frame, atMs);
    case "conversation.tool_call":
      return noteToolCall(turn, frame, atMs);
    case "conversation.tool_call_withdrawn":
      return noteToolEnd(turn, frame.properties.tool_call_id, { fate: "withdrawn", atMs });
    case "conversation.error": {
      const { code, message, tool_call_id: callId } = frame.properties;
      // A refused frame belongs to no turn, and a call that came to nothing does not end one.
      if (frame.turn_idx === undefined) return turn;
      if (callId !== undefined) return noteToolEnd(turn, callId, { fate: "failed", atMs });
      return { ...turn, failure: { code, message, atMs } };
    }
    case "conversation.turn.completed": {
      const { at_ms: _, ...numbers } = frame.properties;
      return { ...turn, numbers, completedAtMs: atMs };
    }
    default:
      return turn;
  }
}

function foldInbound(lanes: Lanes, frame: InboundFrame, atMs: number): Lanes {
  switch (frame.event_type) {
    case "conversation.user.transcript":
      return { ...lanes, sending: hearSentWords(lanes.sending, frame.properties, atMs) };
    case "conversation.replica.playback":
      return foldPlayback(lanes, frame, atMs);
    case "conversation.tool_result":
      return changeWhere(lanes, (turn) => {
        const callId = frame.properties.tool_call_id;
        return turn.tools.some((call) => call.callId === callId)
          ? noteToolEnd(turn, callId, { fate: "answered", atMs })
          : turn;
      });
    default:
      return lanes;
  }
}

function foldPlayback(lanes: Lanes, frame: InboundFrameOf<"conversation.replica.playback">, atMs: number): Lanes {
  const { inference_id: id } = frame.properties;
  return changeWhere(lanes, (turn) =>
    turn.releases.some((release) => release.inferenceId === id) ? notePlayback(turn, frame.properties, atMs) : turn,
  );
}

function changeWhere(lanes: Lanes, change: (turn: TurnRecord) => TurnRecord): Lanes {
  const turns = lanes.turns.map(change);
  return turns.some((turn, index) => turn !== lanes.turns[index]) ? { ...lanes, turns } : lanes;
}

interface Place {
  readonly turnIdx: number;
  readonly atMs: number;
}

function changeTurn(lanes: Lanes, { turnIdx, atMs }: Place, change: (turn: TurnRecord) => TurnRecord): Lanes {
  const index = lanes.turns.findLastIndex((turn) => turn.turnIdx <= turnIdx);
  const known = lanes.turns[index];
  // Older than all that is held: it was dropped, and is not taken up again.
  if (index < 0 && lanes.turns.length >= MAX_TURNS) return lanes;
  const before = known?.turnIdx === turnIdx ? known : createTurnRecord(turnIdx, atMs);
  const changed = change(before);
  if (changed === before) return lanes;
  const takes = takesWords(before, changed) && lanes.sending.track.words.length > 0;
  const sent = takes ? lanes.sending.track : changed.sent;
  const after = { ...changed, sent, lastAtMs: Math.max(changed.lastAtMs, atMs) };
  const turns = before === known ? lanes.turns.with(index, after) : lanes.turns.toSpliced(index + 1, 0, after);
  const taken = lanes.sending.taken || (takes && before.releases.length !== changed.releases.length);
  return { turns: turns.slice(-MAX_TURNS), sending: { ...lanes.sending, taken } };
}

function atMsOf(frame: OutboundFrame): number | undefined {
  return "at_ms" in frame.properties ? frame.properties.at_ms : undefined;
}

function turnIdxOf(frame: Exclude<ReceivedFrame, { event_type: "unknown" }>): number | undefined {
  return frame.turn_idx ?? ("turn_idx" in frame.properties ? frame.properties.turn_idx : undefined);
}
