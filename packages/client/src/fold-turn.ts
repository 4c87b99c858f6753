import type { OutboundFrameOf, OutboundProperties } from "@repartee/protocol";

import { emptyReply } from "./conversation-view.ts";
import type { ReplyView, TurnView } from "./conversation-view.ts";
import { settleCalls } from "./fold-tool.ts";

export function foldCommit(turn: TurnView, committed: OutboundProperties<"conversation.turn.committed">): TurnView {
  return {
    ...turn,
    phase: "released",
    userText: committed.transcript,
    reply: replyOf(turn, committed.inference_id),
    tools: settleCalls(turn.tools, committed.inference_id),
    commit: {
      inferenceId: committed.inference_id,
      reason: committed.reason,
      rung: committed.rung ?? undefined,
      graceMs: committed.grace_ms,
      atMs: committed.at_ms,
    },
  };
}

/** Everything of that generation is dropped; the user's words stay, for more of them come. */
export function foldReopen(turn: TurnView, reopened: OutboundProperties<"conversation.turn.reopened">): TurnView {
  const dropped = reopened.inference_id;
  return {
    ...turn,
    phase: "open",
    commit: undefined,
    reopened: turn.reopened + 1,
    reply: turn.reply.inferenceId === dropped ? emptyReply : turn.reply,
    clauses: turn.clauses.filter((clause) => clause.inferenceId !== dropped),
  };
}

export function foldCompletion(turn: TurnView, completed: OutboundProperties<"conversation.turn.completed">): TurnView {
  const { at_ms: _, ...numbers } = completed;
  const reply = { ...turn.reply, firstWordsAtMs: numbers.first_words_at ?? turn.reply.firstWordsAtMs };
  const lastWordAtMs = numbers.last_word_at ?? turn.lastWordAtMs;
  return { ...turn, phase: "completed", outcome: numbers.outcome, numbers, lastWordAtMs, reply };
}

export function foldDelta(turn: TurnView, frame: OutboundFrameOf<"conversation.replica.delta">): TurnView {
  const { text, index, at_ms: atMs } = frame.properties;
  const reply = replyOf(turn, frame.inference_id);
  if (index <= reply.deltaIndex) return turn; // Sent again after a resume.
  const firstWordsAtMs = reply.deltaIndex < 0 ? atMs : reply.firstWordsAtMs;
  return { ...turn, reply: { ...reply, text: reply.text + text, deltaIndex: index, firstWordsAtMs } };
}

/** The accumulated words: they win where they are more than the deltas, as after a resume. */
export function foldStreaming(turn: TurnView, frame: OutboundFrameOf<"conversation.utterance.streaming">): TurnView {
  const { role, speech, is_interrupted: interrupted, at_ms: atMs } = frame.properties;
  if (role === "user") {
    return turn.phase === "open" ? { ...turn, userText: speech, lastWordAtMs: atMs ?? turn.lastWordAtMs } : turn;
  }
  const reply = replyOf(turn, frame.inference_id);
  const text = speech.length > reply.text.length ? speech : reply.text;
  return { ...turn, reply: { ...reply, text, interrupted: interrupted ?? reply.interrupted } };
}

/** The whole utterance; one that was cut off also says how far it was heard. */
export function foldUtterance(turn: TurnView, frame: OutboundFrameOf<"conversation.utterance">): TurnView {
  const { role, speech, interrupted = false, spoken } = frame.properties;
  if (role === "user") return { ...turn, userText: speech };
  const heard = interrupted && spoken !== speech ? spoken : undefined;
  return { ...turn, reply: { ...replyOf(turn, frame.inference_id), text: speech, heard, interrupted } };
}

/** The reply of this generation: a new one where the words so far were another's. */
function replyOf(turn: TurnView, inferenceId: string | undefined): ReplyView {
  const { reply } = turn;
  if (inferenceId === undefined || reply.inferenceId === inferenceId) return reply;
  return { ...emptyReply, inferenceId };
}
