import { assembleMessages } from "../context/assemble.ts";
import type { Draft } from "../drafts/draft.ts";
import { change, emit, type Move } from "../move.ts";
import { replyOf } from "../turn/turn.ts";
import { nextTurnIdx } from "./counting.ts";

/** Sends a generation to the model with everything it may know now; warns where the context runs out. */
export function startModel(move: Move, draft: Draft, transcript: string | undefined): void {
  const { context, session } = move.state;
  const { hard, soft, reserve } = session.settings.contextLimit;
  const sent = assembleMessages(context, transcript, { countTokens: move.policies.countTokens, limit: hard, reserve });
  emit(move, { type: "model-start", draftId: draft.id, messages: sent.messages, tools: context.tools });
  const fill = sent.trimmed > 0 ? "trimmed" : sent.tokens > soft ? "near" : "ample";
  if (fill === session.fill) return;
  change(move, { session: { ...session, fill } });
  if (fill !== "ample" && session.fill !== "trimmed") warnOfLimit(move, { ...sent, hard, soft });
}

/** C9 A context that is nearly full is told once, and once more when something has to be left out. */
function warnOfLimit(move: Move, sent: { tokens: number; trimmed: number; hard: number; soft: number }): void {
  const turnIdx = replyOf(move.state.turn)?.turnIdx ?? nextTurnIdx(move);
  const size = `the context holds about ${sent.tokens} of ${sent.hard} tokens`;
  const message =
    sent.trimmed > 0
      ? `${size}: the ${sent.trimmed} oldest entries of the history are no longer sent`
      : sent.tokens > sent.hard
        ? `${size}: the prompt alone is more than the model holds`
        : `${size}: above ${sent.soft} models answer more slowly`;
  emit(move, { type: "warning", code: sent.trimmed > 0 ? "context_trimmed" : "context_near_limit", message, turnIdx });
}
