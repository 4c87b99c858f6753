import type { Conversation, Effect } from "@repartee/engine";
import type { UnsentFrame } from "./frame.ts";

type Turn = Conversation["turn"];
/** The reply of a turn that is being answered. */
type Reply = Extract<Turn, { phase: "released" }>["reply"];

/** Effects that are told to clients as they happen. */
export type ToldEffect = Exclude<
  Effect,
  { type: "model-start" | "model-cancel" | "timer-set" | "timer-clear" | "record" }
>;

/** What an effect says on the wire. A rename in the engine cannot change the wire: this is the only place they meet. */
export function toFrame(effect: ToldEffect, atMs: number): UnsentFrame {
  const message_type = "conversation" as const;
  switch (effect.type) {
    case "speech-delta":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.replica.delta",
        properties: { text: effect.text, index: effect.index, at_ms: atMs },
      };
    case "speech-clause":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.replica.clause",
        properties: { text: effect.text, index: effect.index, ...(effect.final ? { final: true } : {}), at_ms: atMs },
      };
    case "speech-start":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.replica.started_speaking",
        properties: { at_ms: atMs },
      };
    case "speech-stop":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.replica.stopped_speaking",
        properties: { duration: effect.durationMs / 1000, interrupted: effect.interrupted, at_ms: atMs },
      };
    case "turn-commit":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.turn.committed",
        properties: {
          turn_idx: effect.turnIdx,
          inference_id: effect.draftId,
          reason: effect.reason,
          transcript: effect.transcript,
          rung: effect.rung ?? null,
          grace_ms: effect.graceMs,
          at_ms: atMs,
        },
      };
    case "turn-reopen":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.turn.reopened",
        properties: { turn_idx: effect.turnIdx, inference_id: effect.draftId, reason: effect.reason, at_ms: atMs },
      };
    case "draft-start":
    case "draft-adopt":
    case "draft-revoke":
    case "draft-discard":
      return toDraftFrame(effect, atMs);
    case "draft-clause":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.replica.clause",
        properties: { text: effect.text, index: effect.index, prepared: true, at_ms: atMs },
      };
    case "draft-withdraw":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.replica.clause_withdrawn",
        properties: { inference_id: effect.draftId, at_ms: atMs },
      };
    case "tool-prepare":
    case "tool-withdraw":
    case "tool-problem":
      return toCallFrame(effect, atMs);
    case "user-start":
    case "user-stop":
      return {
        message_type,
        event_type:
          effect.type === "user-start" ? "conversation.user.started_speaking" : "conversation.user.stopped_speaking",
        turn_idx: effect.turnIdx,
        properties: { at_ms: atMs },
      };
    case "user-words":
      return {
        message_type,
        event_type: "conversation.utterance.streaming",
        turn_idx: effect.turnIdx,
        properties: { role: "user", speech: effect.text, content_index: 0, final: false, at_ms: atMs },
      };
    case "warning":
      return {
        message_type,
        event_type: "conversation.warning",
        turn_idx: effect.turnIdx,
        properties: {
          code: effect.code,
          message: effect.message,
          ...(effect.context === undefined ? {} : { context: effect.context }),
          at_ms: atMs,
        },
      };
    case "refusal":
      return {
        message_type,
        event_type: "conversation.error",
        properties: { code: effect.code, message: effect.message, at_ms: atMs },
      };
  }
}

function toDraftFrame(
  effect: Extract<ToldEffect, { type: "draft-start" | "draft-adopt" | "draft-revoke" | "draft-discard" }>,
  atMs: number,
): UnsentFrame {
  const inference_id = effect.draftId;
  switch (effect.type) {
    case "draft-start": {
      const { reason, transcript } = effect;
      return {
        ...aboutDraft(effect),
        event_type: "conversation.draft.started",
        properties: { inference_id, reason, transcript, at_ms: atMs },
      };
    }
    case "draft-adopt":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.draft.adopted",
        properties: { inference_id, rung: effect.rung, head_start_ms: effect.headStartMs, at_ms: atMs },
      };
    case "draft-revoke":
    case "draft-discard": {
      const { reason, tokens } = effect;
      const event_type = effect.type === "draft-revoke" ? "conversation.draft.revoked" : "conversation.draft.discarded";
      return { ...aboutDraft(effect), event_type, properties: { inference_id, reason, tokens, at_ms: atMs } };
    }
  }
}

/** A call before its commit; one that was told and stored is an entry. */
function toCallFrame(
  effect: Extract<ToldEffect, { type: "tool-prepare" | "tool-withdraw" | "tool-problem" }>,
  atMs: number,
): UnsentFrame {
  const tool_call_id = effect.callId;
  switch (effect.type) {
    case "tool-prepare": {
      const { name, arguments: given } = effect;
      return {
        ...aboutDraft(effect),
        event_type: "conversation.tool_call",
        properties: { name, arguments: given, tool_call_id, prepared: true, at_ms: atMs },
      };
    }
    case "tool-withdraw":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.tool_call_withdrawn",
        properties: { tool_call_id, inference_id: effect.draftId, at_ms: atMs },
      };
    case "tool-problem":
      return {
        ...aboutDraft(effect),
        event_type: "conversation.error",
        properties: { code: effect.code, message: effect.message, tool_call_id, at_ms: atMs },
      };
  }
}

/** The accumulated form of a delta, for those who asked for it. */
export function toStreamingFrame(effect: Extract<Effect, { type: "speech-delta" }>, atMs: number): UnsentFrame {
  return {
    ...aboutDraft(effect),
    event_type: "conversation.utterance.streaming",
    properties: { role: "replica", speech: effect.whole, content_index: effect.index, final: false, at_ms: atMs },
  };
}

/** The same for a reply that is running: what a connection is told that missed its deltas. */
export function toWholeFrame(reply: Reply, atMs: number): UnsentFrame {
  const { turnIdx, draft, said, deltas } = reply;
  return {
    ...aboutDraft({ turnIdx, draftId: draft.id }),
    event_type: "conversation.utterance.streaming",
    properties: { role: "replica", speech: said, content_index: Math.max(0, deltas - 1), final: false, at_ms: atMs },
  };
}

function aboutDraft(effect: { readonly turnIdx: number; readonly draftId: string }): {
  readonly message_type: "conversation";
  readonly turn_idx: number;
  readonly inference_id: string;
} {
  return { message_type: "conversation", turn_idx: effect.turnIdx, inference_id: effect.draftId };
}
