import type * as z from "zod/mini";

import { error, hello, shutdown, warning } from "./channel-event.ts";
import { outboundEvent, systemEvent } from "./envelope.ts";
import * as speech from "./replica-speech.ts";
import * as turn from "./turn-event.ts";

/** Everything that the server sends, by `event_type`. */
export const outboundEvents = {
  "conversation.utterance": outboundEvent("conversation.utterance", speech.utterance),
  "conversation.utterance.streaming": outboundEvent("conversation.utterance.streaming", speech.utteranceStreaming),
  "conversation.tool_call": outboundEvent("conversation.tool_call", speech.toolCall),
  "conversation.tool_call_withdrawn": outboundEvent("conversation.tool_call_withdrawn", speech.toolCallWithdrawn),
  "conversation.user.started_speaking": outboundEvent("conversation.user.started_speaking", speech.speakingStart),
  "conversation.user.stopped_speaking": outboundEvent("conversation.user.stopped_speaking", speech.speakingStart),
  "conversation.replica.started_speaking": outboundEvent("conversation.replica.started_speaking", speech.speakingStart),
  "conversation.replica.stopped_speaking": outboundEvent("conversation.replica.stopped_speaking", speech.replicaStop),
  "conversation.replica.delta": outboundEvent("conversation.replica.delta", speech.replicaDelta),
  "conversation.replica.clause": outboundEvent("conversation.replica.clause", speech.replicaClause),
  "conversation.replica.clause_withdrawn": outboundEvent(
    "conversation.replica.clause_withdrawn",
    speech.clauseWithdrawn,
  ),
  "conversation.turn.committed": outboundEvent("conversation.turn.committed", turn.turnCommitted),
  "conversation.turn.reopened": outboundEvent("conversation.turn.reopened", turn.turnReopened),
  "conversation.turn.completed": outboundEvent("conversation.turn.completed", turn.turnCompleted),
  "conversation.draft.started": outboundEvent("conversation.draft.started", turn.draftStarted),
  "conversation.draft.revoked": outboundEvent("conversation.draft.revoked", turn.draftEnded),
  "conversation.draft.adopted": outboundEvent("conversation.draft.adopted", turn.draftAdopted),
  "conversation.draft.discarded": outboundEvent("conversation.draft.discarded", turn.draftEnded),
  "conversation.warning": outboundEvent("conversation.warning", warning),
  "conversation.error": outboundEvent("conversation.error", error),
  "system.hello": systemEvent("system.hello", hello),
  "system.shutdown": systemEvent("system.shutdown", shutdown),
};

export type OutboundType = keyof typeof outboundEvents;

/** A frame from the server that this version knows. */
export type OutboundFrame = z.output<(typeof outboundEvents)[OutboundType]>;

/** The frame of one `event_type`. */
export type OutboundFrameOf<Type extends OutboundType> = Extract<OutboundFrame, { event_type: Type }>;
export type OutboundProperties<Type extends OutboundType> = OutboundFrameOf<Type>["properties"];
