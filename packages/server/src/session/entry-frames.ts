import type { Entry } from "@repartee/engine";
import type { UnsentFrame } from "./frame.ts";
import { toErrorCode } from "./problem-code.ts";
import { toWireNumbers } from "./turn-numbers.ts";

type Reply = Extract<Entry, { type: "reply" }>;

/** How many numbers an entry reserves: what it announces, and room to grow. */
export const framesPerEntry = 4;

/**
 * What is told of an entry once the store has it, in order. The same entry always gives the same frames, so that a
 * client which comes back is told what it missed under the numbers that it would have seen.
 */
export function toEntryFrames(entry: Entry, atMs: number): readonly UnsentFrame[] {
  switch (entry.type) {
    case "release":
      return entry.text === "" ? [] : [userUtterance(entry, atMs)];
    case "reply":
      return [...replyFrames(entry, atMs), completed(entry, atMs)];
    case "tool-call":
      return isToldNow(entry) ? [toolCall(entry, atMs)] : [];
    case "summary":
      return [summarized(entry, atMs)];
    case "ended":
      return [
        { message_type: "system", event_type: "system.shutdown", properties: { reason: entry.reason, at_ms: atMs } },
      ];
    case "context":
    case "tool-result":
      return [];
  }
}

type Call = Extract<Entry, { type: "tool-call" }>;

/** A call that was told before the commit is not told again; one that nobody has to make is never told. */
function isToldNow(entry: Call): boolean {
  return entry.dueAt !== undefined && entry.prepared !== true;
}

function toolCall(entry: Call, atMs: number): UnsentFrame {
  return {
    message_type: "conversation",
    event_type: "conversation.tool_call",
    turn_idx: entry.turnIdx,
    inference_id: entry.draftId,
    properties: { name: entry.name, arguments: entry.arguments, tool_call_id: entry.callId, at_ms: atMs },
  };
}

function userUtterance(entry: Extract<Entry, { type: "release" }>, atMs: number): UnsentFrame {
  return {
    message_type: "conversation",
    event_type: "conversation.utterance",
    turn_idx: entry.turnIdx,
    inference_id: entry.draftId,
    properties: { role: "user", speech: entry.text, at_ms: atMs },
  };
}

/** The whole text, as Tavus sends it: what of it was heard is in the history, and in the transcript. */
function replyFrames(entry: Reply, atMs: number): readonly UnsentFrame[] {
  const about = { message_type: "conversation", turn_idx: entry.turnIdx, inference_id: entry.draftId } as const;
  const frames: UnsentFrame[] = [];
  if (entry.text !== "") {
    const interrupted = entry.outcome === "interrupted" ? { interrupted: true, spoken: entry.heard } : {};
    frames.push({
      ...about,
      event_type: "conversation.utterance",
      properties: { role: "replica", speech: entry.text, ...interrupted, at_ms: atMs },
    });
  }
  if (entry.problem !== undefined) {
    const { code, message, upstream, status } = entry.problem;
    frames.push({
      ...about,
      event_type: "conversation.error",
      properties: {
        code: toErrorCode(code),
        message,
        ...(upstream === undefined ? {} : { upstream }),
        ...(status === undefined ? {} : { status }),
        at_ms: atMs,
      },
    });
  }
  return frames;
}

/** R43 The turns that the model is told of in other words from now on, and these words. */
function summarized(entry: Extract<Entry, { type: "summary" }>, atMs: number): UnsentFrame {
  const { turnIdx, turns, text: summary, tokens, cost = null } = entry;
  const message = `the ${turns} oldest turns, up to turn ${turnIdx}, were summarised: the model is told of them in fewer words`;
  return {
    message_type: "conversation",
    event_type: "conversation.warning",
    turn_idx: turnIdx,
    properties: { code: "context_summarized", message, summary, turns, tokens, cost, at_ms: atMs },
  };
}

function completed(entry: Reply, atMs: number): UnsentFrame {
  return {
    message_type: "conversation",
    event_type: "conversation.turn.completed",
    turn_idx: entry.turnIdx,
    inference_id: entry.draftId,
    properties: { ...toWireNumbers(entry.numbers), at_ms: atMs },
  };
}
