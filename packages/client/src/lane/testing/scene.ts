import type { InboundFrame, OutboundFrame, TurnNumbers } from "@repartee/protocol";

import { frameOf } from "../../testing/frames.ts";
import { createLanes, foldLanes } from "../fold-lanes.ts";
import type { LaneLine } from "../lane-line.ts";
import type { TurnRecord } from "../turn-record.ts";

/** The frames of one turn, written down as a story; times are milliseconds since the conversation's start. */
export interface Scene {
  readonly lines: readonly LaneLine[];
  /** The server tells the words, one after the other, from `atMs` on and `everyMs` apart. */
  say(atMs: number, text: string, everyMs?: number): Scene;
  draft(atMs: number, id: string, reason?: string): Scene;
  revoke(atMs: number, id: string, end?: SceneEnd): Scene;
  discard(atMs: number, id: string, end?: SceneEnd): Scene;
  /** The turn is released; with a rung, on a draft that is adopted. */
  commit(atMs: number, id: string, options?: { rung?: string; reason?: string }): Scene;
  reopen(atMs: number, id: string): Scene;
  /** The reply leaves, in pieces of a word. */
  speak(atMs: number, id: string, text: string): Scene;
  /** The mouth is heard of. */
  play(atMs: number, id: string, chars: number): Scene;
  stop(atMs: number, id: string, interrupted?: boolean): Scene;
  tool(atMs: number, name: string, answeredAtMs: number): Scene;
  fail(atMs: number, message: string): Scene;
  complete(atMs: number, numbers?: Partial<TurnNumbers>): Scene;
  add(...lines: readonly LaneLine[]): Scene;
  /** The turn as the frames tell it, in the order of their times. */
  record(): TurnRecord;
}

interface SceneEnd {
  readonly tokens?: number;
  readonly reason?: string;
}

export const turnIdx = 7;

export function createScene(lines: readonly LaneLine[] = [], words = ""): Scene {
  const out = (...frames: readonly OutboundFrame[]): Scene =>
    createScene([...lines, ...frames.map((frame) => ({ direction: "out", atMs: undefined, frame }) as const)], words);
  const add = (...more: readonly LaneLine[]): Scene => createScene([...lines, ...more], words);
  const head = (inference_id?: string) => ({
    turn_idx: turnIdx,
    ...(inference_id === undefined ? {} : { inference_id }),
  });
  return {
    lines,
    add,
    ...createUserActs(lines, words),
    draft: (at_ms, id, reason = "pause") =>
      out(frameOf("conversation.draft.started", { inference_id: id, reason, transcript: words, at_ms }, head(id))),
    revoke: (at_ms, id, { tokens = 0, reason = "contradicted" } = {}) =>
      out(frameOf("conversation.draft.revoked", { inference_id: id, reason, tokens, at_ms }, head(id))),
    discard: (at_ms, id, { tokens = 0, reason = "turn_ended" } = {}) =>
      out(frameOf("conversation.draft.discarded", { inference_id: id, reason, tokens, at_ms }, head(id))),
    commit: (at_ms, id, { rung, reason = "silence" } = {}) =>
      out(
        frameOf(
          "conversation.turn.committed",
          { turn_idx: turnIdx, inference_id: id, reason, transcript: words, rung: rung ?? null, grace_ms: 300, at_ms },
          head(id),
        ),
        ...(rung === undefined
          ? []
          : [frameOf("conversation.draft.adopted", { inference_id: id, rung, head_start_ms: 1, at_ms }, head(id))]),
      ),
    reopen: (at_ms, id) =>
      out(
        frameOf(
          "conversation.turn.reopened",
          { turn_idx: turnIdx, inference_id: id, reason: "user_went_on", at_ms },
          head(id),
        ),
      ),
    speak: (atMs, id, text) =>
      out(
        ...(text.match(/\S+\s*/g) ?? []).map((piece, index) =>
          frameOf("conversation.replica.delta", { text: piece, index, at_ms: atMs + index * 40 }, head(id)),
        ),
      ),
    play: (atMs, id, chars) =>
      add(
        inbound(atMs, {
          event_type: "conversation.replica.playback",
          properties: { inference_id: id, spoken_chars: chars },
        }),
      ),
    stop: (at_ms, id, interrupted = false) =>
      out(frameOf("conversation.replica.stopped_speaking", { duration: 1, interrupted, at_ms }, head(id))),
    tool: (at_ms, name, answeredAtMs) =>
      out(frameOf("conversation.tool_call", { name, arguments: "{}", tool_call_id: name, at_ms }, head())).add(
        inbound(answeredAtMs, {
          event_type: "conversation.tool_result",
          properties: { tool_call_id: name, output: "ok", status: "success" },
        }),
      ),
    fail: (at_ms, message) => out(frameOf("conversation.error", { code: "model_unreachable", message, at_ms }, head())),
    complete: (at_ms, numbers = {}) =>
      out(frameOf("conversation.turn.completed", { ...plainNumbers, ...numbers, at_ms }, head())),
    record: () => recordOf(lines),
  };
}

function createUserActs(lines: readonly LaneLine[], words: string): Pick<Scene, "say"> {
  return {
    say(atMs, text, everyMs = 200) {
      let said = words;
      const told = text.split(" ").map((word, index): LaneLine => {
        said = `${said} ${word}`.trim();
        const properties = {
          role: "user",
          speech: said,
          content_index: 0,
          final: false,
          at_ms: atMs + index * everyMs,
        } as const;
        const frame = frameOf("conversation.utterance.streaming", properties, { turn_idx: turnIdx });
        return { direction: "out", atMs: undefined, frame };
      });
      return createScene([...lines, ...told], said);
    },
  };
}

function inbound(
  atMs: number,
  event: Pick<
    Extract<InboundFrame, { event_type: "conversation.replica.playback" | "conversation.tool_result" }>,
    "event_type"
  > & {
    readonly properties: object;
  },
): LaneLine {
  return { direction: "in", atMs, frame: { message_type: "conversation", ...event } as InboundFrame };
}

export function recordOf(lines: readonly LaneLine[]): TurnRecord {
  const timed = lines.toSorted((one, other) => timeOf(one) - timeOf(other));
  const turn = timed.reduce(foldLanes, createLanes()).turns.at(-1);
  if (turn === undefined) throw new Error("the scene has no turn");
  return turn;
}

function timeOf(line: LaneLine): number {
  if (line.direction === "in") return line.atMs;
  const properties = line.frame.event_type === "unknown" ? {} : line.frame.properties;
  return "at_ms" in properties ? (properties.at_ms ?? 0) : 0;
}

const plainNumbers: TurnNumbers = {
  turn_idx: turnIdx,
  outcome: "completed",
  end_of_turn_reason: "silence",
  last_word_at: null,
  ended_at: null,
  released_at: null,
  first_words_at: null,
  gap_ms: null,
  head_start_ms: null,
  drafts: { started: 0, adopted: 0, salvaged: 0, revoked: 0, discarded: 0 },
  rung: null,
  tokens: { in: 0, cached: 0, out: 0, wasted: 0 },
  calls: 1,
  tools: 0,
};
