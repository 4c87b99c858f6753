import type { InboundMessage, InboundType } from "../inbound.ts";
import type { OutboundFrame, OutboundType } from "../outbound.ts";
import type { TurnNumbers } from "../turn-numbers.ts";

// Above its users: they run when this module is loaded.
const head = { conversation_id: "c1", seq: 12, turn_idx: 1, inference_id: "d1", timestamp: 1_790_000_000.25 };

/** One full example of every frame; the compiler asks for a new one when an event is added. */
export const inboundExamples: { readonly [Type in InboundType]: Extract<InboundMessage, { event_type: Type }> } = {
  "conversation.echo": said("conversation.echo", { text: "Hello there.", inference_id: "x1", done: false }),
  "conversation.respond": said("conversation.respond", { text: "what is the time" }),
  "conversation.interrupt": said("conversation.interrupt", {}),
  "conversation.overwrite_llm_context": said("conversation.overwrite_llm_context", { context: "The shop is closed." }),
  "conversation.append_llm_context": said("conversation.append_llm_context", {
    context: "It rains.",
    job_status: "completed",
  }),
  "conversation.sensitivity": said("conversation.sensitivity", { participant_pause_sensitivity: "verylow" }),
  "conversation.tool_result": said("conversation.tool_result", {
    tool_call_id: "call_1",
    output: "two tables",
    status: "error",
    name: "find_table",
  }),
  "conversation.user.transcript": said("conversation.user.transcript", {
    text: "book a table",
    utterance_id: "u1",
    scope: "segment",
    final: true,
    stability: 0.5,
    end_of_turn_probability: 1,
    words: [{ text: "book", start_ms: 0, end_ms: 120.5, final: true }],
  }),
  "conversation.user.started_speaking": said("conversation.user.started_speaking", {}),
  "conversation.user.stopped_speaking": said("conversation.user.stopped_speaking", {}),
  "conversation.user.turn_end": said("conversation.user.turn_end", { text: "book a table" }),
  "conversation.user.turn_resumed": said("conversation.user.turn_resumed", {}),
  "conversation.replica.playback": said("conversation.replica.playback", {
    inference_id: "d1",
    spoken_chars: 12,
    done: true,
  }),
  "conversation.perception.frame": said("conversation.perception.frame", {
    image: "data:image/jpeg;base64,/9j/4AAQ",
    source: "screen",
  }),
  "conversation.perception.observation": said("conversation.perception.observation", {
    source: "camera",
    user_emotions: "smiling",
  }),
};

const numbers: TurnNumbers = {
  turn_idx: 1,
  outcome: "completed",
  end_of_turn_reason: "turn_end",
  last_word_at: 2_000,
  ended_at: 2_100,
  released_at: 2_100,
  first_words_at: 2_101,
  gap_ms: 101,
  head_start_ms: 600,
  drafts: { started: 2, adopted: 1, salvaged: 0, revoked: 1, discarded: 0 },
  rung: "equal",
  tokens: { in: 400, cached: 380, out: 20, wasted: 7 },
  calls: 2,
  tools: 0,
};

export const outboundExamples: { readonly [Type in OutboundType]: Extract<OutboundFrame, { event_type: Type }> } = {
  "conversation.utterance": told("conversation.utterance", {
    role: "replica",
    speech: "Of course.",
    interrupted: true,
  }),
  "conversation.utterance.streaming": told("conversation.utterance.streaming", {
    role: "user",
    speech: "book a",
    content_index: 1,
    final: false,
  }),
  "conversation.tool_call": told("conversation.tool_call", { name: "find", arguments: "{}", tool_call_id: "call_1" }),
  "conversation.tool_call_withdrawn": told("conversation.tool_call_withdrawn", {
    tool_call_id: "call_1",
    inference_id: "d1",
  }),
  "conversation.user.started_speaking": told("conversation.user.started_speaking", {}),
  "conversation.user.stopped_speaking": told("conversation.user.stopped_speaking", { at_ms: 4 }),
  "conversation.replica.started_speaking": told("conversation.replica.started_speaking", {}),
  "conversation.replica.stopped_speaking": told("conversation.replica.stopped_speaking", {
    duration: null,
    interrupted: false,
  }),
  "conversation.replica.delta": told("conversation.replica.delta", { text: "Of ", index: 0, at_ms: 2_101 }),
  "conversation.replica.clause": told("conversation.replica.clause", {
    text: "Of course,",
    index: 0,
    prepared: true,
    final: false,
  }),
  "conversation.replica.clause_withdrawn": told("conversation.replica.clause_withdrawn", {
    inference_id: "d1",
    index: 0,
  }),
  "conversation.turn.committed": told("conversation.turn.committed", {
    turn_idx: 1,
    inference_id: "d1",
    reason: "turn_end",
    transcript: "book a table",
    rung: "equal",
    grace_ms: 0,
  }),
  "conversation.turn.reopened": told("conversation.turn.reopened", {
    turn_idx: 1,
    inference_id: "d1",
    reason: "user_went_on",
  }),
  "conversation.turn.completed": told("conversation.turn.completed", { ...numbers, at_ms: 3_000 }),
  "conversation.draft.started": told("conversation.draft.started", {
    inference_id: "d1",
    reason: "stable",
    transcript: "book a",
    at_ms: 1_500,
  }),
  "conversation.draft.revoked": told("conversation.draft.revoked", {
    inference_id: "d1",
    reason: "contradicted",
    tokens: 7,
  }),
  "conversation.draft.adopted": told("conversation.draft.adopted", {
    inference_id: "d1",
    rung: "equal",
    head_start_ms: 600,
  }),
  "conversation.draft.discarded": told("conversation.draft.discarded", {
    inference_id: "d1",
    reason: "turn_ended",
    tokens: 3,
  }),
  "conversation.warning": told("conversation.warning", { code: "stand_in", message: "no model is configured" }),
  "conversation.error": told("conversation.error", {
    code: "model_unreachable",
    message: "connection refused",
    upstream: "ollama at http://127.0.0.1:11434",
    status: 502,
  }),
  "system.hello": system("system.hello", {
    protocol: 1,
    seq: 7,
    turn_idx: 1,
    turns: "client",
    features: ["drafts"],
    resumed: false,
    model: { name: "tavus-llama-4", stand_in: true },
  }),
  "system.shutdown": system("system.shutdown", { reason: "ended" }),
};

function said<const Type extends string, const Properties>(eventType: Type, properties: Properties) {
  return { message_type: "conversation", event_type: eventType, conversation_id: "c1", properties } as const;
}

function told<const Type extends string, Properties>(eventType: Type, properties: Properties) {
  return { message_type: "conversation", event_type: eventType, ...head, properties } as const;
}

function system<const Type extends string, Properties>(eventType: Type, properties: Properties) {
  return { message_type: "system", event_type: eventType, ...head, properties } as const;
}
